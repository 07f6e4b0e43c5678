//! Functions and objects of a program that ask a language model, by their names. Most programs wrap a library in a module
//! of their own.

use crate::lazy::Lazy;
use crate::literals::Literals;
use crate::value::words;

/// Words that name a language model, or a library or a company that has one.
const MODELS: &[&str] =
    &["llm", "llms", "gpt", "chatgpt", "openai", "claude", "anthropic", "gemini", "ollama", "deepseek", "mistral"];
/// Words that say that it is asked.
const VERBS: &[&str] = &[
    "ask",
    "aask",
    "call",
    "acall",
    "query",
    "aquery",
    "generate",
    "agenerate",
    "complete",
    "acomplete",
    "completion",
    "chat",
    "achat",
    "invoke",
    "ainvoke",
    "prompt",
    "predict",
    "apredict",
    "infer",
    "run",
    "arun",
    "stream",
    "astream",
];
/// Words for what it answers.
const ANSWERS: &[&str] =
    &["response", "completion", "output", "answer", "reply", "result", "text", "content", "message"];
/// Words that say that a function gets such an answer from the model.
const GETTERS: &[&str] = &["get", "fetch", "create", "make", "send", "receive", "aget"];
/// Words that say that a function does something else.
const OTHERS: &[&str] = &[
    "args",
    "audio",
    "benchmark",
    "cache",
    "callback",
    "client",
    "config",
    "configuration",
    "cost",
    "count",
    "dataset",
    "embed",
    "embedding",
    "embeddings",
    "endpoint",
    "error",
    "errors",
    "fake",
    "header",
    "headers",
    "history",
    "id",
    "image",
    "images",
    "instance",
    "key",
    "keys",
    "kwargs",
    "log",
    "logger",
    "logs",
    "metrics",
    "mock",
    "model",
    "models",
    "name",
    "names",
    "params",
    "payload",
    "price",
    "prompts",
    "provider",
    "providers",
    "schema",
    "server",
    "settings",
    "span",
    "speech",
    "test",
    "token",
    "tokens",
    "tool",
    "tools",
    "trace",
    "url",
    "usage",
    "version",
];
/// Last words of the names of objects that ask a model: `llm_client`.
const OBJECTS: &[&str] = &["api", "chain", "client", "engine", "helper", "interface", "provider", "service", "wrapper"];

/// Whether a text may have such a name in it. Most files have none.
#[must_use]
pub fn mentions_models(text: &str) -> bool {
    static NAMES: Lazy<Literals> = Lazy::new(|| {
        let written = |name: &&str| [(*name).to_string(), name.to_uppercase(), capital(name)];
        let mut all: Vec<String> = MODELS.iter().filter(|name| **name != "llms").flat_map(written).collect();
        all.extend(["open_ai".into(), "OpenAI".into(), "ChatGPT".into(), "DeepSeek".into()]);
        Literals::new(&all)
    });
    NAMES.find(text.as_bytes(), 0).is_some()
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
}

/// Whether a name has a word for a language model in it. Nearly all names have none of these letters.
#[must_use]
pub fn names_model(name: &str) -> bool {
    const PARTS: [u32; 9] = [
        letters(*b"llm"),
        letters(*b"gpt"),
        letters(*b"nai"),
        letters(*b"aud"),
        letters(*b"thr"),
        letters(*b"emi"),
        letters(*b"lla"),
        letters(*b"eps"),
        letters(*b"mis"),
    ];
    let mut last = 0;
    let mut has_part = false;
    for byte in name.bytes() {
        last = after(last, byte);
        has_part |= PARTS.contains(&last);
    }
    has_part && has_model(&words(name))
}

/// Three letters as one number.
const fn letters([first, second, third]: [u8; 3]) -> u32 {
    after(after(after(0, first), second), third)
}

/// The last three letters, in lower case, after one more.
const fn after(last: u32, byte: u8) -> u32 {
    (last << 8 | (byte | 0x20) as u32) & 0x00ff_ffff
}

fn has_model(words: &[String]) -> bool {
    words.iter().any(|word| is_model(word)) || words.windows(2).any(|pair| pair[0] == "open" && pair[1] == "ai")
}

/// `gpt4` is one, too.
fn is_model(word: &str) -> bool {
    MODELS.contains(&word) || MODELS.contains(&word.trim_end_matches(|last: char| last.is_ascii_digit()))
}

/// Whether a function with this name returns what a language model wrote: `call_llm`, `get_gpt_response`.
#[must_use]
pub fn asks_model(name: &str) -> bool {
    if !names_model(name) || name.starts_with(char::is_uppercase) {
        return false;
    }
    let words = words(name);
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if words.iter().any(|word| OTHERS.contains(&word.as_str())) || (last == "prompt" && first != "prompt") {
        return false;
    }
    let is_object = words.len() == 1 && matches!(first.as_str(), "llm" | "gpt");
    is_object
        || VERBS.contains(&first.as_str())
        || VERBS.contains(&last.as_str())
        || (ANSWERS.contains(&last.as_str()) && (GETTERS.contains(&first.as_str()) || is_model(first)))
}

/// Whether a method returns what a language model wrote, by its name and that of the object: `llm_client.generate`.
#[must_use]
pub fn object_asks_model(object: &str, method: &str) -> bool {
    if !names_model(object) {
        return false;
    }
    let (object, method) = (words(object), words(method));
    let (Some(first), Some(last)) = (method.first(), method.last()) else { return false };
    is_asked(&object)
        && !method.iter().any(|word| OTHERS.contains(&word.as_str()))
        && (VERBS.contains(&first.as_str()) || (GETTERS.contains(&first.as_str()) && ANSWERS.contains(&last.as_str())))
}

/// Whether the name of an object says that its methods ask a model.
fn is_asked(object: &[String]) -> bool {
    object.last().is_some_and(|last| is_model(last) || OBJECTS.contains(&last.as_str()))
}

/// Whether a name may be that of a function or an object that asks a language model.
#[must_use]
pub fn may_ask_model(name: &str) -> bool {
    names_model(name) && (is_asked(&words(name)) || asks_model(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_that_a_model_is_asked() {
        for name in [
            "call_llm",
            "ask_gpt4",
            "llm",
            "query_llm",
            "callLLM",
            "get_llm_response",
            "chat_with_gpt",
            "llm_completion",
        ] {
            assert!(asks_model(name), "{name}");
        }
        for name in [
            "get_llm",
            "LLMClient",
            "create_llm_config",
            "count_gpt_tokens",
            "build_llm_prompt",
            "call",
            "generate",
            "fulfillment",
            "get_llm_client",
            "validate_llm_output",
            "run_server",
            "claudette",
            "call_llm_tool",
        ] {
            assert!(!asks_model(name), "{name}");
        }
        for (object, method) in
            [("llm", "invoke"), ("llm_client", "generate"), ("LLMService", "ask"), ("openai_api", "get_completion")]
        {
            assert!(object_asks_model(object, method), "{object}.{method}");
        }
        for (object, method) in [
            ("llm", "get_num_tokens"),
            ("llm", "bind"),
            ("client", "generate"),
            ("llm_config", "get"),
            ("llm_log", "run"),
        ] {
            assert!(!object_asks_model(object, method), "{object}.{method}");
        }
    }
}
