//! Messages that other programs send: through Kafka, `RabbitMQ` and MQTT. Whoever may write to a queue is trusted with
//! most of what a program does, but not with code of its own.

/// The name that a message has during the analysis.
pub const MESSAGE: &str = "<message>";

/// Whether a loop over a value goes through messages, by its qualified name.
#[must_use]
pub fn consumes(path: &str) -> bool {
    matches!(path, "kafka.KafkaConsumer()" | "aiokafka.AIOKafkaConsumer()")
}

/// Whether an attribute of a message holds what was sent.
#[must_use]
pub fn is_body(attribute: &str) -> bool {
    matches!(attribute, "value" | "body" | "payload")
}

/// Whether a value is a message, by its qualified name.
#[must_use]
pub fn is_message(path: &str) -> bool {
    matches!(path, MESSAGE | "aiokafka.AIOKafkaConsumer().getone()")
}

/// What a function gets that a library calls with each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The message.
    Message,
    /// What was sent.
    Body,
}

/// Returns what a parameter of a function that has these parameters gets, by its position.
pub fn delivered(parameters: &[&str], at: usize, imports: impl Fn(&[&str]) -> bool) -> Option<Delivered> {
    match parameters {
        // `channel.basic_consume(queue="q", on_message_callback=callback)`
        [_, "method" | "method_frame" | "_method" | "deliver", _, "body"] if at == 3 && imports(&["pika"]) => {
            Some(Delivered::Body)
        }
        // `client.on_message = on_message`
        ["client" | "_client" | "mqttc", "userdata" | "_userdata" | "_" | "user_data", "msg" | "message"]
            if at == 2 && imports(&["paho"]) =>
        {
            Some(Delivered::Message)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_are_told_by_their_parameters() {
        let only = |module: &'static str| move |modules: &[&str]| modules.contains(&module);
        let of_pika = ["ch", "method", "properties", "body"];
        assert_eq!(delivered(&of_pika, 3, only("pika")), Some(Delivered::Body));
        assert_eq!(delivered(&of_pika, 0, only("pika")), None);
        assert_eq!(delivered(&of_pika, 3, only("flask")), None);
        assert_eq!(delivered(&["client", "userdata", "msg"], 2, only("paho")), Some(Delivered::Message));
        assert_eq!(delivered(&["client", "body"], 1, only("pika")), None);
    }
}
