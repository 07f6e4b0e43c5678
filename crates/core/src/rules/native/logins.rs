//! Where programs hand over a password or a key to log in.

/// A function that logs in, or a class that does.
pub(super) struct Login {
    /// Qualified names.
    pub(super) paths: &'static [&'static str],
    /// Where the secret is by position.
    pub(super) position: Option<usize>,
    /// The names of the argument.
    pub(super) names: &'static [&'static str],
}

const fn login(position: usize, names: &'static [&'static str], paths: &'static [&'static str]) -> Login {
    Login { paths, position: Some(position), names }
}

const fn named(names: &'static [&'static str], paths: &'static [&'static str]) -> Login {
    Login { paths, position: None, names }
}

/// The last names of these functions, for the table of calls.
pub(super) const LAST_NAMES: &[&str] = &[
    "AsyncIOMotorClient",
    "BasicAuth",
    "BasicAuthentication",
    "Bot",
    "Client",
    "ConnectHandler",
    "Connection",
    "Credentials",
    "DigestAuth",
    "FTP",
    "FTP_TLS",
    "Github",
    "Gitlab",
    "HTTPBasicAuth",
    "HTTPDigestAuth",
    "HTTPProxyAuth",
    "InfluxDBClient",
    "Jenkins",
    "MongoClient",
    "MySQLConnection",
    "MySQLConnectionPool",
    "PlainCredentials",
    "PlainTextAuthProvider",
    "Redis",
    "SSHTunnelForwarder",
    "SimpleConnectionPool",
    "StrictRedis",
    "TeleBot",
    "ThreadedConnectionPool",
    "WebClient",
    "add_password",
    "auth_password",
    "bind_s",
    "connect",
    "create",
    "create_pool",
    "get_client",
    "login",
    "open_tunnel",
    "pass_",
    "run",
    "simple_bind",
    "simple_bind_s",
    "username_pw_set",
];

/// The functions. The end of a path is enough where the file lacks its imports.
pub(super) const LOGINS: &[Login] = &[
    named(
        &["password", "passwd"],
        &[
            "psycopg2.connect",
            "psycopg.connect",
            "psycopg.Connection.connect",
            "psycopg.AsyncConnection.connect",
            "psycopg2.pool.ThreadedConnectionPool",
            "psycopg2.pool.SimpleConnectionPool",
            "mysql.connector.connect",
            "mysql.connector.pooling.MySQLConnectionPool",
            "mysql.connector.MySQLConnection",
            "asyncpg.connect",
            "asyncpg.create_pool",
            "aiopg.connect",
            "aiopg.create_pool",
            "aiomysql.connect",
            "aiomysql.create_pool",
            "mariadb.connect",
            "pg8000.connect",
            "snowflake.connector.connect",
            "clickhouse_driver.Client",
            "clickhouse_connect.get_client",
            "hvac.Client",
            "redshift_connector.connect",
            "oracledb.connect",
            "cx_Oracle.connect",
            "ibm_db.connect",
            "pymongo.MongoClient",
            "motor.motor_asyncio.AsyncIOMotorClient",
            "redis.Redis",
            "redis.StrictRedis",
            "redis.asyncio.Redis",
            "redis.client.Redis",
            "influxdb.InfluxDBClient",
            "netmiko.ConnectHandler",
            "pysftp.Connection",
            "asyncssh.connect",
            "fabric.Connection",
            "sqlalchemy.engine.URL.create",
            "sqlalchemy.URL.create",
            "sqlalchemy.engine.url.URL.create",
            "ldap3.Connection",
            "kombu.Connection",
            "paramiko.SSHClient().connect",
            "paramiko.client.SSHClient().connect",
            "paramiko.Transport().connect",
            "cassandra.auth.PlainTextAuthProvider",
            "exchangelib.Credentials",
            "jenkins.Jenkins",
            "pyodbc.connect",
            "pymssql.connect",
            "pymysql.connect",
            "MySQLdb.connect",
        ],
    ),
    named(&["pwd", "PWD"], &["pyodbc.connect"]),
    named(&["ssh_password"], &["sshtunnel.SSHTunnelForwarder", "sshtunnel.open_tunnel"]),
    login(2, &["password", "passwd"], &["pymysql.connect", "MySQLdb.connect", "pymssql.connect", "jenkins.Jenkins"]),
    login(1, &["password"], &["cx_Oracle.connect", "exchangelib.Credentials"]),
    login(2, &["passwd"], &["ftplib.FTP", "ftplib.FTP_TLS"]),
    login(1, &["passwd"], &["ftplib.FTP().login", "ftplib.FTP_TLS().login", "aioftp.Client().login"]),
    login(
        1,
        &["password"],
        &[
            "smtplib.SMTP().login",
            "smtplib.SMTP_SSL().login",
            "aiosmtplib.SMTP().login",
            "imaplib.IMAP4().login",
            "imaplib.IMAP4_SSL().login",
            "imapclient.IMAPClient().login",
            "imap_tools.MailBox().login",
            "pika.PlainCredentials",
            "pika.credentials.PlainCredentials",
            "paho.mqtt.client.Client().username_pw_set",
            "requests.auth.HTTPBasicAuth",
            "requests.auth.HTTPDigestAuth",
            "requests.auth.HTTPProxyAuth",
            "requests.HTTPBasicAuth",
            "httpx.BasicAuth",
            "httpx.DigestAuth",
            "aiohttp.BasicAuth",
            "paramiko.Transport().auth_password",
            "github.Github",
            "msrest.authentication.BasicAuthentication",
        ],
    ),
    login(0, &["pswd"], &["poplib.POP3().pass_", "poplib.POP3_SSL().pass_"]),
    login(
        1,
        &["cred"],
        &["ldap.initialize().simple_bind_s", "ldap.initialize().bind_s", "ldap.initialize().simple_bind"],
    ),
    login(3, &["password"], &["paramiko.SSHClient().connect", "paramiko.client.SSHClient().connect"]),
    login(2, &["password"], &["paramiko.Transport().connect"]),
    named(&["passcode"], &["stomp.Connection().connect"]),
    login(
        3,
        &["passwd"],
        &[
            "urllib.request.HTTPPasswordMgrWithDefaultRealm().add_password",
            "urllib.request.HTTPBasicAuthHandler().add_password",
        ],
    ),
];

/// Functions whose first argument is a text with everything that a login needs.
pub(super) const BY_TEXT: &[&str] = &[
    "pyodbc.connect",
    "psycopg2.connect",
    "psycopg.connect",
    "aioodbc.connect",
    "asyncpg.connect",
    "turbodbc.connect",
];

/// The same for keys and tokens, which must look like one.
pub(super) const KEYS: &[Login] = &[
    login(0, &["login_or_token"], &["github.Github"]),
    login(1, &["private_token"], &["gitlab.Gitlab"]),
    login(1, &["auth_token", "password"], &["twilio.rest.Client"]),
    named(
        &["token"],
        &[
            "slack_sdk.WebClient",
            "slack.WebClient",
            "slack_sdk.web.WebClient",
            "hvac.Client",
            "influxdb_client.InfluxDBClient",
        ],
    ),
    login(
        0,
        &["token"],
        &["discord.Client().run", "discord.ext.commands.Bot().run", "telebot.TeleBot", "telegram.Bot"],
    ),
];

/// Keyword arguments that are keys, whatever the function.
pub(super) const KEY_NAMES: &[&str] = &[
    "aws_secret_access_key",
    "aws_session_token",
    "client_secret",
    "api_key",
    "apikey",
    "api_secret",
    "secret_access_key",
    "consumer_secret",
    "access_token_secret",
    "sasl_plain_password",
    "account_key",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_last_names_are_those_of_the_functions() {
        let paths = LOGINS.iter().chain(KEYS).flat_map(|login| login.paths).chain(BY_TEXT);
        let expected: BTreeSet<&str> = paths.filter_map(|path| path.rsplit('.').next()).collect();
        assert_eq!(LAST_NAMES.iter().copied().collect::<BTreeSet<&str>>(), expected);
        assert_eq!(LAST_NAMES.len(), expected.len());
    }
}
