//! Databases and directories.

use super::Port::{All, At, Named};
use super::kind::Kind;
use super::{Sink, When, sink};

const MONGO: &[&str] = &["pymongo", "mongoengine", "motor", "flask_pymongo", "mongokit", "beanie", "odmantic"];
const LDAP: &[&str] = &["ldap", "ldap3"];
const XML: &[&str] = &["lxml", "xml", "defusedxml", "elementpath", "parsel", "scrapy"];

/// Whether a method of this qualified name is one of a connection, or of what a connection makes.
#[must_use]
pub fn is_connected(path: &str) -> bool {
    const CONNECTIONS: &[&str] = &[
        "sqlite3.connect()",
        "aiosqlite.connect()",
        "psycopg2.connect()",
        "psycopg.connect()",
        "MySQLdb.connect()",
        "pymysql.connect()",
        "mysql.connector.connect()",
        "pymssql.connect()",
        "pyodbc.connect()",
        "cx_Oracle.connect()",
        "oracledb.connect()",
        "asyncpg.connect()",
        "duckdb.connect()",
        "sqlalchemy.create_engine()",
        "django.db.connection",
    ];
    CONNECTIONS.iter().any(|made| path.strip_prefix(made).is_some_and(|rest| rest.starts_with('.')))
}

pub(super) const SINKS: &[Sink] = &[
    sink(
        Kind::Sql,
        &[
            "*.execute",
            "*.executemany",
            "*.executescript",
            "*.exec_driver_sql",
            "*.raw",
            "*.execute_sql",
            "*.from_statement",
            "*.execute_query",
            "*.execute_async",
        ],
        &[
            At(0, "sql"),
            Named("query"),
            Named("statement"),
            Named("raw_query"),
            Named("operation"),
            Named("sql_script"),
        ],
    ),
    sink(Kind::Sql, &["*.callproc"], &[At(0, "procname")]),
    sink(
        Kind::Sql,
        &[
            "sqlalchemy.text",
            "sqlalchemy.sql.text",
            "sqlalchemy.sql.expression.text",
            "sqlalchemy.TextClause",
            "sqlalchemy.sql.expression.TextClause",
            "sqlalchemy.sql.elements.TextClause",
            "sqlalchemy.sql.literal_column",
            "sqlalchemy.literal_column",
            "django.db.models.expressions.RawSQL",
            "pandas.read_sql",
            "pandas.read_sql_query",
            "polars.read_database",
        ],
        &[At(0, "text"), Named("sql"), Named("query")],
    ),
    sink(
        Kind::Sql,
        &[
            "*.fetch",
            "*.fetchrow",
            "*.fetchval",
            "*.fetch_all",
            "*.fetch_one",
            "*.query",
            "*.read_sql",
            "*.mogrify",
            "*.prepare",
            "*.sql",
            "*.cursor",
            "*.read_sql_query",
            "*.run",
            "*.exec",
            "*.query_all",
            "*.query_one",
        ],
        &[At(0, "query"), Named("sql")],
    )
    .when(When::Built),
    // Queries of graphs do not begin as those of tables do.
    sink(
        Kind::Sql,
        &[
            "neo4j.GraphDatabase.driver().session().run",
            "neo4j.GraphDatabase.driver().execute_query",
            "neo4j.AsyncGraphDatabase.driver().session().run",
            "neo4j.AsyncGraphDatabase.driver().execute_query",
            "py2neo.Graph().run",
        ],
        &[At(0, "query"), Named("query_"), Named("cypher")],
    ),
    sink(Kind::Sql, &["*.start_query_execution"], &[Named("QueryString")]).when(When::Built),
    sink(Kind::Sql, &["*.extra"], &[Named("where"), Named("select"), Named("tables"), Named("order_by")])
        .when(When::Built),
    sink(
        Kind::NoSql,
        &[
            "*.find",
            "*.find_one",
            "*.find_one_and_update",
            "*.find_one_and_delete",
            "*.find_one_and_replace",
            "*.aggregate",
            "*.count_documents",
            "*.delete_one",
            "*.delete_many",
            "*.update_one",
            "*.update_many",
            "*.replace_one",
            "*.distinct",
            "*.remove",
            "*.update",
            "*.count",
            "*.objects",
        ],
        &[At(0, "filter"), Named("query"), Named("spec"), Named("__raw__"), Named("pipeline")],
    )
    .when(When::Document),
    sink(Kind::Code, &["*.map_reduce", "*.mapReduce", "*.group", "*.eval"], &[All]).when(When::Imports(MONGO)),
    sink(Kind::NoSql, &["*.scan", "*.query"], &[Named("FilterExpression"), Named("KeyConditionExpression")])
        .when(When::Built),
    sink(
        Kind::Ldap,
        &[
            "*.search",
            "*.search_s",
            "*.search_ext",
            "*.search_ext_s",
            "*.search_st",
            "*.paged_search",
            "*.modify_s",
            "*.modify_ext_s",
            "*.delete_s",
            "*.add_s",
            "*.compare_s",
            "*.search_async",
            "*.rebind",
        ],
        &[
            At(0, "search_base"),
            At(1, "search_filter"),
            At(2, "filterstr"),
            Named("base"),
            Named("filter"),
            Named("dn"),
        ],
    )
    .when(When::Imports(LDAP)),
    sink(
        Kind::Xpath,
        &["*.xpath", "lxml.etree.XPath", "lxml.etree.ETXPath", "lxml.etree.XPathEvaluator()"],
        &[At(0, "_path"), Named("path")],
    ),
    sink(Kind::Xpath, &["elementpath.select", "elementpath.iter_select"], &[At(1, "path")]),
    sink(Kind::Xpath, &["*.find", "*.findall", "*.findtext", "*.iterfind"], &[At(0, "path"), Named("match")])
        .when(When::Imports(XML)),
];
