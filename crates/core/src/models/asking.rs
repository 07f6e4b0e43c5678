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

/// The words of [`MODELS`], but for those that have another one in them, with the place of three letters in each that few
/// other names have.
const MARKS: [(&[u8], usize); 9] = [
    (b"llm", 0),
    (b"gpt", 0),
    (b"openai", 3),
    (b"claude", 2),
    (b"anthropic", 2),
    (b"gemini", 1),
    (b"ollama", 1),
    (b"deepseek", 3),
    (b"mistral", 0),
];

/// The letters that follow each letter at the places of [`MARKS`]. Letters are their last five bits, in any case.
static PAIRS: [u32; 32] = {
    let mut pairs = [0; 32];
    let mut at = 0;
    while at < MARKS.len() {
        let (word, place) = MARKS[at];
        pairs[(word[place] & 31) as usize] |= 1 << (word[place + 1] & 31);
        at += 1;
    }
    pairs
};

/// Whether a name has a word for a language model in it. Nearly all names have none of the pairs of letters.
#[must_use]
pub fn names_model(name: &str) -> bool {
    let bytes = name.as_bytes();
    let is_mark = |at: usize| {
        MARKS.iter().any(|(word, place)| {
            let found = at.checked_sub(*place).and_then(|start| bytes.get(start..start + word.len()));
            found.is_some_and(|found| found.eq_ignore_ascii_case(word))
        })
    };
    let mut before = 0;
    for (at, byte) in bytes.iter().enumerate() {
        let letter = byte & 31;
        if PAIRS[before] >> letter & 1 == 1 && is_mark(at - 1) {
            return has_model(&words(name));
        }
        before = usize::from(letter);
    }
    false
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
    fn each_word_for_a_model_is_found_in_a_name() {
        for word in MODELS {
            for name in [format!("my_{word}_1"), word.to_uppercase(), format!("x.{}Api", capital(word))] {
                assert!(names_model(&name), "{name}");
            }
        }
        assert!(names_model("OpenAI") && !names_model("permission") && !names_model("openapi"));
    }

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
