use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// Text from a request that becomes part of an SQL statement can change what the statement does. Pass values as
    /// parameters: the driver keeps them apart from the statement. Names of tables and columns cannot be parameters;
    /// take them from a fixed list.
    ///
    /// ```python
    /// from flask import request
    /// def find(cur, db):
    ///     cur.execute("SELECT * FROM t WHERE n = '" + request.args["n"] + "'")  # P101
    ///     query = f"DELETE FROM t WHERE id = {request.form['id']}"
    ///     db.engine.execute(query)  # P101
    ///     cur.execute(request.get_json()["query"])  # P101
    ///     cur.execute("SELECT * FROM t WHERE n = ?", (request.args["n"],))
    ///     cur.execute(f"SELECT * FROM t WHERE id = {int(request.args['id'])}")
    ///     cur.execute("SELECT * FROM t WHERE id = %d" % request.args["id"])
    ///     order = request.args["order"]
    ///     if order not in ("name", "age"):
    ///         return "no"
    ///     cur.execute("SELECT * FROM t ORDER BY " + order)
    /// def view(request):
    ///     User.objects.raw("SELECT * FROM u WHERE mail = '%s'" % request.GET["m"])  # P101
    ///     User.objects.filter(mail=request.GET["m"])
    /// ```
    P101 sql_injection: severity High, confidence High, cwe 89, origin Posse, replaces ["B608", "B610", "B611"];
    "A value from outside becomes part of an SQL statement.";
    on Flow(Kind::Sql)
}
