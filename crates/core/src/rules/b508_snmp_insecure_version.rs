use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::Value;

rule! {
    /// SNMP versions 1 and 2c send everything in clear text, including the password. Use version 3, with a user that
    /// has keys for both authentication and privacy.
    ///
    /// ```python
    /// from pysnmp.hlapi import CommunityData
    /// CommunityData("public", mpModel=0)           # B508
    /// CommunityData("public", mpModel=1)           # B508
    /// CommunityData("public", mpModel=2)
    /// CommunityData("public")
    /// ```
    B508 snmp_insecure_version as snmp_insecure_version_check: severity Medium, confidence High, cwe 319, origin Bandit;
    "The use of SNMPv1 and SNMPv2 is insecure. You should use SNMPv3 if able.";
    on CallTo(&["CommunityData"], snmp_insecure_version);
    no fix "the newer version needs a user and keys that are known only to you"
}

fn snmp_insecure_version(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !call.qualified_name().is("pysnmp.hlapi.CommunityData") {
        return Ok(None);
    }
    let model = call.keyword("mpModel")?;
    let is_zero = matches!(model, Value::Constant(_)) && !model.is_truthy();
    let found = is_zero || model.as_number() == Some(1.0);
    // Bandit looks for an argument with the name of the function (`snmp_security_check.py`).
    Ok(found.then(|| Issue::new().at_line_of(call.keyword_position("CommunityData"))))
}
