use crate::context::{Call, Context};
use crate::rule::Issue;
use crate::rule::rule;

rule! {
    /// `logging.config.listen` evaluates parts of what it gets on a local port as Python, and any user can send it
    /// something. `verify` is called with what came, and can refuse it.
    ///
    /// ```python
    /// import logging.config
    /// logging.config.listen(9999)                  # B612
    /// logging.config.listen(9999, verify=is_signed)
    /// ```
    B612 logging_config_insecure_listen: severity Medium, confidence High, cwe 94;
    "Use of insecure logging.config.listen detected.";
    on CallTo(&["listen"], logging_config_insecure_listen)
}

fn logging_config_insecure_listen(_: &Context, call: &Call) -> Option<Issue> {
    let found = call.qualified_name().is("logging.config.listen") && !call.has_keyword("verify")?;
    found.then(Issue::new)
}
