use crate::context::{Call, Context};
use crate::report::Failure;
use crate::rule::{Issue, rule};
use crate::value::as_str;

rule! {
    /// `RawSQL` inserts its text into the SQL unescaped. Anyone who can influence the text can reach the database.
    /// Use a literal, and pass values in `params`.
    ///
    /// ```python
    /// from django.db.models.expressions import RawSQL
    /// User.objects.annotate(age=RawSQL(sql % name, []))    # B611
    /// RawSQL(sql=sql, params=[])                           # B611
    /// RawSQL("select age from people where name = %s", [name])
    /// ```
    B611 django_rawsql_used: severity Medium, confidence Medium, cwe 89, origin Bandit;
    "Use of RawSQL potential SQL attack vector.";
    on CallTo(&["RawSQL"], django_rawsql_used);
    no fix "how the query is written without SQL depends on its purpose"
}

fn django_rawsql_used(cx: &Context, call: &Call) -> Result<Option<Issue>, Failure> {
    if !cx.is_module_imported_like("django.db.models") {
        return Ok(None);
    }
    let sql = call.arguments().first().or_else(|| call.keyword_node("sql"));
    let sql = sql.ok_or(Failure::raises("'sql'"))?;
    Ok(as_str(sql).is_none().then(Issue::new))
}
