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
    ///
    /// ```python
    /// import boto3, sqlalchemy
    /// from flask import request
    /// from neo4j import GraphDatabase
    /// from sqlalchemy import text
    /// driver = GraphDatabase.driver("bolt://graph")
    /// def find(q, cur, page):
    ///     name = request.args["name"]
    ///     q.filter(text(f"name = '{name}'"))  # P101
    ///     q.order_by(text(name + " DESC"))  # P101
    ///     q.filter(sqlalchemy.TextClause(text="id = " + name))  # P101
    ///     cur.executescript(sql_script="DROP TABLE " + name)  # P101
    ///     boto3.client("athena").start_query_execution(QueryString=f"SELECT * FROM {name}")  # P101
    ///     with driver.session() as session:
    ///         session.run("MATCH (p {name: '" + name + "'}) RETURN p")  # P101
    ///         session.run("MATCH (p {name: $name}) RETURN p", name=name)
    ///     q.filter(text("name = :name").bindparams(name=name))
    ///     q.order_by(text("id DESC" if name == "id" else "name DESC"))
    ///     q.filter(text(f"id = {int(name)}"))
    ///     q.filter(text("name = 'x'"))
    ///     page.execute("shown: " + name)
    ///     page.text("name " + name)
    /// ```
    ///
    /// What somebody sends to a resolver of GraphQL, to a bot or into a form is from outside, too.
    ///
    /// ```python
    /// import graphene
    /// class Query(graphene.ObjectType):
    ///     users = graphene.List(graphene.String, name=graphene.String(), age=graphene.Int())
    ///     def resolve_users(self, info, name, age):
    ///         cur.execute("SELECT * FROM u WHERE n = '" + name + "'")  # P101 HIGH MEDIUM
    ///         cur.execute(f"SELECT * FROM u WHERE age = {age}")
    ///         cur.execute("SELECT * FROM u WHERE n = %s", [name])
    /// class Rename(graphene.Mutation):
    ///     class Arguments:
    ///         number = graphene.Int()
    ///     def mutate(root, info, number, **given):
    ///         cur.execute(f"UPDATE u SET n = '{given['name']}'")  # P101 HIGH MEDIUM
    ///         cur.execute(f"UPDATE u SET n = '' WHERE id = {number}")
    /// def resolve_path(self, info, name):
    ///     cur.execute(f"SELECT * FROM u WHERE n = {int(name)}")
    /// ```
    P101 sql_injection: severity High, confidence High, cwe 89, origin Posse, replaces ["B608", "B610", "B611"];
    "A value from outside becomes part of an SQL statement.";
    on Flow(Kind::Sql)
}
