use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A language model writes what its input makes it write, and parts of that input come from strangers. Run code
    /// only in a sandbox, take commands from a list of allowed ones, and read answers with a schema. The arguments of
    /// tools that a model calls are its output, too.
    ///
    /// ```python
    /// import json, subprocess
    /// from openai import OpenAI
    /// client = OpenAI()
    /// def answer(cur, prompt):
    ///     reply = client.chat.completions.create(model="m", messages=prompt)
    ///     exec(reply.choices[0].message.content)  # P701
    ///     subprocess.run(reply.choices[0].message.content, shell=True)  # P701
    ///     cur.execute(reply.choices[0].message.content)  # P701
    ///     json.loads(reply.choices[0].message.content)
    ///     print(reply.choices[0].message.content)
    ///     subprocess.run(["echo", reply.choices[0].message.content])
    /// ```
    P701 model_output_executed: severity High, confidence Medium, cwe 94, origin Posse, replaces ["B102", "B307", "B602", "B605", "P120"];
    "The output of a language model is executed, queried or opened.";
    on Flow(Kind::Model)
}
