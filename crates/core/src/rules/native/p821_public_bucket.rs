use ruff_python_ast::{Expr, ExprDict};

use super::policies::{EFFECT, may_be_policy, of_dict, of_text};
use super::web_settings::entries;
use crate::context::{Call, Context};
use crate::node::Text;
use crate::rule::{Issue, rule};
use crate::scopes::Target;
use crate::value::last_name;

rule! {
    /// Everybody on the internet may read what is stored here, or write it. Keep the bucket private, and hand out signed
    /// addresses that expire, or put a content network in front of it.
    ///
    /// ```python
    /// s3.put_object(Bucket="b", Key="k", Body=b, ACL="public-read")      # P821
    /// s3.upload_file(name, "b", "k", ExtraArgs={"ACL": "public-read-write"})     # P821
    /// blob.make_public()                                     # P821
    /// statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": arn}   # P821
    /// policy = '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "s3:*"}]}'   # P821
    /// s3.Bucket(self, "b", public_read_access=True)          # P821
    /// service.create_container("c", public_access="container")     # P821
    /// s3.put_public_access_block(Bucket="b", PublicAccessBlockConfiguration={"BlockPublicAcls": False})  # P821
    /// s3.put_object(Bucket="b", Key="k", Body=b, ACL="private")
    /// s3.put_object(Bucket="b", Key="k", Body=b, ACL=acl)
    /// statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": arn}
    /// statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": arn, "Condition": only_us}
    /// policy = '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::1:root"}, "Action": "s3:*"}]}'
    /// ```
    P821 public_bucket: severity High, confidence High, cwe 732, origin Posse;
    "Everybody on the internet may read or write what is stored here.";
    on CallWith(&["ACL", "acl", "public_read_access", "public_access", "predefined_acl"], keyword), CallTo(&["make_public"], make_public), DictWith(ENTRIES, dict), StrFrom(40, text);
    no fix "whether the bucket is meant to be public is known only to you"
}

/// Entries that open a bucket, and that of a statement of a policy.
const ENTRIES: &[&str] =
    &["ACL", "BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets", EFFECT];

fn is_public_acl<'a>(cx: &Context<'a>, value: &'a Expr) -> bool {
    cx.string(value).is_some_and(|acl| {
        acl.starts_with("public-read") || matches!(acl.as_str(), "publicRead" | "publicReadWrite")
    })
}

fn keyword<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let given = |name: &str| call.keyword_node(name);
    let public_access = |value: &'a Expr| {
        cx.string(value).is_some_and(|level| matches!(level.as_str(), "container" | "blob"))
            || last_name(value).is_some_and(|name| matches!(name, "Container" | "CONTAINER" | "Blob" | "BLOB"))
    };
    let found = ["ACL", "acl", "predefined_acl"].iter().any(|name| given(name).is_some_and(|acl| is_public_acl(cx, acl)))
        || given("public_read_access").is_some_and(|value| cx.is_true(value))
        || given("public_access").is_some_and(public_access);
    found.then(Issue::new)
}

fn make_public<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let is_method = matches!(&*call.node.func, Expr::Attribute(_)) && call.arguments().is_empty();
    let is_own = || matches!(cx.scopes().target(&call.node.func), Target::Function(_));
    (is_method && !is_own()).then(Issue::new)
}

fn dict<'a>(cx: &Context<'a>, dict: &'a ExprDict) -> Option<Issue> {
    let opened = entries(dict).any(|(name, value)| match name {
        "ACL" => is_public_acl(cx, value),
        name => name != EFFECT && ENTRIES.contains(&name) && cx.is_off(value),
    });
    (opened || of_dict(cx, dict).is_some_and(|statement| statement.is_public())).then(Issue::new)
}

fn text(cx: &Context, text: &Text) -> Option<Issue> {
    if !may_be_policy(&text.value) {
        return None;
    }
    let (_, code) = of_text(&text.value).find(|(statement, _)| statement.is_public())?;
    Some(Issue::new().part(cx.place_of_part(text.literal, text.range, code)))
}
