//! What calls the functions of a file but a server of HTTP: bots, GraphQL, sockets, queues, and forms that a program shows in
//! a browser.

/// What a function gets from whoever calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The parameters after so many are values that somebody sent.
    Values(usize),
    /// The parameter at this position is a message that somebody sent.
    Message(usize),
    /// What has one of these names holds what somebody sent.
    Named(&'static [&'static str]),
}

/// A library that calls functions with what somebody sent.
struct Service {
    modules: &'static [&'static str],
    /// The last names of the decorators by which it gets them, and of methods if there are none.
    names: &'static [&'static str],
    given: Given,
}

const fn service(modules: &'static [&'static str], names: &'static [&'static str], given: Given) -> Service {
    Service { modules, names, given }
}

const DISCORD: &[&str] = &["discord", "nextcord", "disnake"];

const DECORATED: &[Service] = &[
    service(DISCORD, &["command", "hybrid_command", "slash_command"], Given::Values(1)),
    service(
        &["telebot"],
        &["message_handler", "edited_message_handler", "channel_post_handler", "inline_handler"],
        Given::Message(0),
    ),
    service(&["aiogram"], &["message", "message_handler", "edited_message", "channel_post"], Given::Message(0)),
    service(&["pyrogram"], &["on_message", "on_edited_message"], Given::Message(1)),
    service(&["telethon"], &["on"], Given::Message(0)),
    service(&["chainlit"], &["on_message"], Given::Message(0)),
    service(
        &["slack_bolt"],
        &["command", "message", "event", "shortcut", "view", "action", "options"],
        Given::Named(&["command", "body", "event", "message", "payload"]),
    ),
    service(&["flask_socketio"], &["on", "event", "on_event"], Given::Values(0)),
    // The first one is the number of the connection.
    service(&["socketio"], &["on", "event"], Given::Values(1)),
    service(&["ariadne"], &["field"], Given::Values(2)),
    service(&["strawberry"], &["field", "mutation", "subscription"], Given::Values(0)),
];

/// Functions that are told by their own name.
const NAMED: &[Service] = &[
    service(DISCORD, &["on_message", "on_message_edit"], Given::Message(0)),
    service(&["graphene"], &["mutate", "mutate_and_get_payload"], Given::Values(1)),
];
/// Methods that are told by their own name.
const NAMED_METHODS: &[Service] = &[
    service(&["tornado"], &["on_message"], Given::Values(0)),
    service(&["channels"], &["receive", "receive_json", "websocket_receive"], Given::Values(0)),
];

/// Modules whose import says that somebody may send values to functions of the file.
pub const SERVICES: &[&str] = &[
    "discord",
    "nextcord",
    "disnake",
    "telebot",
    "aiogram",
    "pyrogram",
    "telethon",
    "telegram",
    "chainlit",
    "slack_bolt",
    "ariadne",
    "strawberry",
    "graphene",
    "channels",
    "websockets",
    "gradio",
    "streamlit",
    "socketserver",
    "flask_socketio",
    "socketio",
    "grpc",
    "xmlrpc.server",
    "kafka",
    "aiokafka",
    "confluent_kafka",
    "pika",
    "paho",
];

/// Returns what a function gets that has a decorator with this last name.
pub fn given_by_decorator(name: &str, imports: impl Fn(&[&str]) -> bool) -> Option<Given> {
    DECORATED.iter().find(|each| each.names.contains(&name) && imports(each.modules)).map(|each| each.given)
}

/// Returns what a function with this name gets. What resolves a field of GraphQL has the object and the request first.
pub fn given_by_name(name: &str, is_method: bool, imports: impl Fn(&[&str]) -> bool) -> Option<Given> {
    if name.starts_with("resolve_") && imports(&["graphene"]) {
        return Some(Given::Values(if is_method { 1 } else { 2 }));
    }
    let methods = if is_method { NAMED_METHODS } else { &[] };
    let mut all = NAMED.iter().chain(methods);
    all.find(|each| each.names.contains(&name) && imports(each.modules)).map(|each| each.given)
}

/// A connection that a server has accepted, with its address; and the connection.
pub const ACCEPTED: &str = "socket.socket().accept()";
/// The name that a connection has during the analysis.
pub const CONNECTION: &str = "<connection>";

/// Whether a function returns what a client of this program sent, by its qualified name.
#[must_use]
pub fn client_source(path: &str) -> bool {
    const SOURCES: &[&str] = &[
        "aiohttp.web.WebSocketResponse().receive_str",
        "aiohttp.web.WebSocketResponse().receive_json",
        "aiohttp.web.WebSocketResponse().receive_bytes",
        "aiohttp.web.WebSocketResponse().receive",
    ];
    let method = path.strip_prefix(CONNECTION).and_then(|rest| rest.strip_prefix('.'));
    method.is_some_and(|method| matches!(method, "recv" | "recvfrom" | "makefile")) || SOURCES.contains(&path)
}

/// Whether a value is a connection whose messages a loop goes through.
#[must_use]
pub fn gives_messages(path: &str) -> bool {
    path == super::REQUEST || path == "aiohttp.web.WebSocketResponse()"
}

/// Whether an attribute holds the words of a message to a bot, by its qualified name.
#[must_use]
pub fn gives_words(path: &str) -> bool {
    path == "telegram.ext.CallbackContext().args"
}

/// Whether a function returns what somebody types into a form that the program shows.
#[must_use]
pub fn form_source(path: &str) -> bool {
    path.strip_prefix("streamlit.").is_some_and(|rest| {
        matches!(
            rest.rsplit('.').next(),
            Some("text_input" | "text_area" | "chat_input" | "file_uploader" | "experimental_get_query_params")
        )
    })
}

/// Whether a field of a form of Gradio holds any text, by the name of its class or its short name.
#[must_use]
pub fn is_text_field(name: &str) -> bool {
    matches!(name, "Textbox" | "TextArea" | "Code" | "text" | "textbox" | "code" | "textarea")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_told_by_the_library_that_is_imported() {
        let only = |module: &'static str| move |modules: &[&str]| modules.contains(&module);
        assert_eq!(given_by_decorator("command", only("discord")), Some(Given::Values(1)));
        assert_eq!(given_by_decorator("command", only("click")), None);
        assert_eq!(given_by_name("resolve_user", true, only("graphene")), Some(Given::Values(1)));
        assert_eq!(given_by_name("resolve_user", true, only("django")), None);
    }

    #[test]
    fn the_modules_of_all_services_open_a_file() {
        for each in DECORATED.iter().chain(NAMED) {
            let is_known = |module: &&str| SERVICES.contains(module) || super::super::FRAMEWORKS.contains(module);
            assert!(each.modules.iter().all(is_known), "{:?}", each.modules);
        }
    }
}
