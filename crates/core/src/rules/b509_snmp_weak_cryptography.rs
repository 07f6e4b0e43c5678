use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// An SNMPv3 user without both an authentication key and a privacy key sends data in clear text. Pass both keys,
    /// as the second and third positional arguments: the rule does not look at keywords.
    ///
    /// ```python
    /// from pysnmp.hlapi import UsmUserData
    /// UsmUserData("operator")                      # B509
    /// UsmUserData("operator", key)                 # B509
    /// UsmUserData("operator", authKey=a, privKey=b)    # B509
    /// UsmUserData("operator", key, other)
    /// ```
    B509 snmp_weak_cryptography as snmp_crypto_check: severity Medium, confidence High, cwe 319, origin Bandit;
    "You should not use SNMPv3 without encryption. noAuthNoPriv & authNoPriv is insecure";
    on CallTo(&["UsmUserData"], snmp_weak_cryptography);
    no fix "the protocols and keys must be those of the device"
}

fn snmp_weak_cryptography(_: &Context, call: &Call) -> Option<Issue> {
    let found = call.qualified_name().is("pysnmp.hlapi.UsmUserData") && call.arguments().len() < 3;
    // Bandit looks for an argument with the name of the function (`snmp_security_check.py`).
    found.then(|| Issue::new().at_line_of(call.keyword_position("UsmUserData")))
}
