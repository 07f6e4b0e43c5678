use crate::context::{Call, Context};
use crate::rule::{Issue, rule};

rule! {
    /// Mako templates do not escape values by default. What a user wrote becomes part of the page. Escape each value
    /// with `${ value | h }`, or all of them with `default_filters=["h"]`, then silence the line.
    ///
    /// ```python
    /// import mako.template
    /// from mako.template import Template
    /// Template("hello ${name}")                    # B702
    /// mako.template.Template(text)                 # B702
    /// string.Template(text)
    /// mako.lookup.TemplateLookup()
    /// ```
    B702 use_of_mako_templates: severity Medium, confidence High, cwe 80, origin Bandit;
    "Mako templates allow HTML/JS rendering by default and are inherently open to XSS attacks. \
     Ensure variables in all templates are properly sanitized via the 'n', 'h' or 'x' flags \
     (depending on context). For example, to HTML escape the variable 'data' do ${ data |h }.";
    on CallTo(&["Template"], use_of_mako_templates);
    no fix "whether the templates make HTML is known only to you"
}

fn use_of_mako_templates(_: &Context, call: &Call) -> Option<Issue> {
    call.qualified_name().contains("mako").then(Issue::new)
}
