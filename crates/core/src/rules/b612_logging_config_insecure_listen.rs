use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};

rule! {
    /// `logging.config.listen` evaluates parts of what it receives as Python code. It listens on a local port, so any
    /// user of the machine can send it data. Pass a `verify` function: it sees what arrived and can refuse it.
    ///
    /// ```python
    /// import logging.config
    /// logging.config.listen(9999)                  # B612
    /// logging.config.listen(9999, verify=is_signed)
    /// ```
    B612 logging_config_insecure_listen: severity Medium, confidence High, cwe 94, origin Bandit;
    "Use of insecure logging.config.listen detected.";
    on CallTo(&["listen"], logging_config_insecure_listen);
    no fix "a check of what arrives needs a secret that both sides know"
}

fn logging_config_insecure_listen(_: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    let found = call.qualified_name().is("logging.config.listen") && !call.has_keyword("verify")?;
    Ok(found.then(Issue::new))
}
