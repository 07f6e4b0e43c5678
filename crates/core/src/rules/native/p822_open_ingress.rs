use ruff_python_ast::{Expr, ExprDict};

use super::web_settings::entries;
use crate::context::{Call, Context};
use crate::node::Node;
use crate::rule::{Issue, rule};
use crate::value::last_name;

rule! {
    /// The whole internet may connect to this port, which is one of a remote login, a desktop or a database: programs
    /// try passwords there around the clock. Allow the networks that need it, or go through a VPN or a bastion.
    ///
    /// ```python
    /// ec2.authorize_security_group_ingress(GroupId=g, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="0.0.0.0/0")  # P822
    /// ec2.authorize_security_group_ingress(GroupId=g, IpPermissions=[
    ///     {"FromPort": 3306, "ToPort": 3306, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},       # P822
    ///     {"FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
    ///     {"FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]},
    /// ])
    /// group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(22))      # P822
    /// group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.all_traffic())    # P822
    /// aws.ec2.SecurityGroupIngressArgs(protocol="-1", cidr_blocks=["0.0.0.0/0"])     # P822
    /// group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443))
    /// group.add_ingress_rule(ec2.Peer.ipv4("10.0.0.0/8"), ec2.Port.tcp(22))
    /// ec2.authorize_security_group_ingress(GroupId=g, IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="10.0.0.0/8")
    /// ec2.authorize_security_group_egress(GroupId=g, IpProtocol="-1", CidrIp="0.0.0.0/0")
    /// aws.ec2.SecurityGroupEgressArgs(protocol="-1", cidr_blocks=["0.0.0.0/0"])
    /// ```
    P822 open_ingress: severity High, confidence High, cwe 284, origin Posse;
    "The whole internet may connect to this port: allow the networks that need it.";
    on CallWith(&["CidrIp", "CidrIpv6", "cidr_blocks", "ipv6_cidr_blocks", "cidr_ip"], keyword), CallTo(&["add_ingress_rule", "allow_from_any_ipv4"], cdk), DictWith(RANGES, dict);
    no fix "which addresses must reach it is known only to you"
}

const RANGES: &[&str] = &["IpRanges", "Ipv6Ranges", "cidr_blocks", "CidrIp"];

/// Ports of remote logins, desktops and databases.
const PORTS: &[i128] = &[22, 23, 1433, 1521, 2375, 3306, 3389, 5432, 5900, 6379, 9200, 11211, 27017];

fn is_everyone<'a>(cx: &Context<'a>, network: &'a Expr) -> bool {
    let any = |expr: &'a Expr| matches!(cx.string(expr).as_deref(), Some("0.0.0.0/0" | "::/0"));
    any(network) || cx.elements(network).iter().any(any)
}

fn port<'a>(cx: &Context<'a>, port: &'a Expr) -> Option<i128> {
    let value = cx.constant(port)?;
    value.as_int().or_else(|| value.as_str()?.parse().ok())
}

/// Whether a rule opens one of the ports, or all of them.
fn opens<'a>(cx: &Context<'a>, entry: &dyn Fn(&[&str]) -> Option<&'a Expr>) -> bool {
    let protocol = entry(&["IpProtocol", "protocol", "ip_protocol"]);
    let is_all = |protocol: &'a Expr| {
        let text = cx.string(protocol);
        matches!(text.as_deref(), Some("-1" | "all")) || cx.constant(protocol).and_then(|value| value.as_int()) == Some(-1)
    };
    if protocol.is_some_and(is_all) {
        return true;
    }
    let from = entry(&["FromPort", "from_port"]).and_then(|from| port(cx, from));
    let to = entry(&["ToPort", "to_port"]).and_then(|to| port(cx, to));
    match (from, to) {
        (Some(from), Some(to)) => from == -1 || PORTS.iter().any(|port| (from..=to).contains(port)),
        _ => false,
    }
}

/// Whether a name is that of a rule for what goes out.
fn is_egress(name: &str) -> bool {
    name.to_ascii_lowercase().contains("egress")
}

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let entry = |names: &[&str]| names.iter().find_map(|name| call.keyword_node(name));
    let network = entry(&["CidrIp", "CidrIpv6", "cidr_blocks", "ipv6_cidr_blocks", "cidr_ip"])?;
    (!is_egress(call.name()) && is_everyone(cx, network) && opens(cx, &entry)).then(Issue::new)
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    if dict.items.len() > 12 {
        return None;
    }
    let entry = |names: &[&str]| entries(dict).find(|(name, _)| names.contains(name)).map(|(_, value)| value);
    let ranges = entry(RANGES)?;
    let in_range = |range: &'a Expr| match range {
        Expr::Dict(range) => {
            entries(range).any(|(name, value)| matches!(name, "CidrIp" | "CidrIpv6") && is_everyone(cx, value))
        }
        _ => false,
    };
    let everyone = is_everyone(cx, ranges) || cx.elements(ranges).iter().any(in_range);
    (everyone && opens(cx, &entry) && !is_in_egress(cx)).then(Issue::new)
}

/// Whether the current node is an argument of a call, or a value of an entry, that is about what goes out.
fn is_in_egress(cx: &Context) -> bool {
    (0..8).map_while(|levels| cx.ancestor(levels)).any(|node| match node {
        Node::Expr(Expr::Call(call)) => last_name(&call.func).is_some_and(is_egress),
        Node::Keyword(keyword) => keyword.arg.as_ref().is_some_and(|name| is_egress(name)),
        Node::Expr(Expr::Dict(dict)) => entries(dict).any(|(name, _)| is_egress(name)),
        _ => false,
    })
}

fn cdk<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let (peer, port_at) = match call.name() {
        "add_ingress_rule" => (cx.given(call.node, Some(0), "peer").value(), 1),
        _ => (None, 0),
    };
    let everyone = |peer: &'a Expr| match peer {
        Expr::Call(peer) => match last_name(&peer.func) {
            Some("any_ipv4" | "any_ipv6") => true,
            Some("ipv4" | "ipv6") => peer.arguments.args.first().is_some_and(|network| is_everyone(cx, network)),
            _ => false,
        },
        _ => false,
    };
    if !peer.map_or(call.name() == "allow_from_any_ipv4", everyone) {
        return None;
    }
    let name = if port_at == 0 { "port_range" } else { "connection" };
    let Expr::Call(ports) = cx.given(call.node, Some(port_at), name).value()? else { return None };
    let first = ports.arguments.args.first().and_then(|first| port(cx, first));
    let last = ports.arguments.args.get(1).and_then(|last| port(cx, last));
    let found = match last_name(&ports.func)? {
        "all_traffic" | "all_tcp" => true,
        "tcp" => first.is_some_and(|port| PORTS.contains(&port)),
        "tcp_range" => first.zip(last).is_some_and(|(first, last)| PORTS.iter().any(|port| (first..=last).contains(port))),
        _ => false,
    };
    found.then(Issue::new)
}
