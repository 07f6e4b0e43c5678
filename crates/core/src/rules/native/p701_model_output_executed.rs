use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A language model writes what its input makes it write, and parts of that input come from strangers. Run code
    /// only in a sandbox, take commands from a list of allowed ones, and read answers with a schema. The arguments of
    /// tools that a model calls are its output, too. What only asks whether a file is there, only `audit` reports.
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
    ///
    /// To know which tool a model wants to call says nothing of the arguments.
    ///
    /// ```python
    /// import os
    /// import anthropic
    /// from fastmcp import FastMCP
    /// client = anthropic.Anthropic()
    /// mcp = FastMCP("files")
    /// def loop(messages):
    ///     reply = client.messages.create(model="m", messages=messages)
    ///     for block in reply.content:
    ///         if block.type == "tool_use":
    ///             os.system(block.input["command"])  # P701
    ///         if block.name in ("date", "uptime"):
    ///             os.system(block.name)
    /// @mcp.resource("notes://{name}")
    /// def note(name: str):
    ///     return open(name).read()  # P701
    /// @mcp.tool()
    /// def is_there(name: str):
    ///     return os.path.exists(name)  # P701 HIGH LOW
    /// @mcp.tool()
    /// def notes(files: list[str]):
    ///     for name in files:
    ///         open(name).read()  # P701
    /// @mcp.tool()
    /// def wait(seconds: int):
    ///     os.system(f"sleep {seconds}")
    /// ```
    ///
    /// A model may be in an attribute that a base class in another file has set.
    ///
    /// ```python
    /// import re
    /// from project import Action
    /// class Answer(Action):
    ///     async def fill(self, context):
    ///         content = await self.llm.aask(context)
    ///         found = re.search("<a>(.*?)</a>", content)
    ///         value = found.group(1).strip()
    ///         return eval(value)  # P701
    ///     def count(self, context):
    ///         return eval(self.llm.count_tokens(context))
    /// ```
    ///
    /// Tools are often listed first, and handed over later.
    ///
    /// ```python
    /// import json, os
    /// from langgraph.prebuilt import create_react_agent
    /// from project import Toolkit
    /// def show(command):
    ///     os.system(command)  # P701
    /// def start(command):
    ///     os.system(command)  # P701
    /// def helper(command):
    ///     os.system(command)
    /// tools = [show]
    /// tools.append(start)
    /// others = [helper]
    /// agent = create_react_agent(model, tools)
    /// def read(path):
    ///     return open(path).read()  # P701
    /// def list_all(path):
    ///     return os.listdir(path)
    /// FUNCTIONS = {"read": read}
    /// VIEWS = {"list": list_all}
    /// def answer(calls, page):
    ///     for call in calls:
    ///         name = call.function.name
    ///         chosen = FUNCTIONS[name]
    ///         chosen(**json.loads(call.function.arguments))
    ///     VIEWS[page]("data")
    /// def close(path):
    ///     os.remove(path)  # P701
    /// mcp.tool()(close)
    /// class Shell(Toolkit):
    ///     def __init__(self):
    ///         listed = []
    ///         listed.append(self.run)
    ///         super().__init__(name="shell", tools=listed)
    ///     def run(self, command: str):
    ///         return os.popen(command).read()  # P701
    /// ```
    P701 model_output_executed: severity High, confidence Medium, cwe 94, origin Posse, replaces ["B102", "B307", "B602", "B605", "P120"];
    "The output of a language model is executed, queried or opened.";
    on Flow(Kind::Model)
}
