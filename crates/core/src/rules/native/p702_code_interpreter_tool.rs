use ruff_python_ast::Expr;

use crate::context::{Call, Context};
use crate::rule::{Assigned, Issue, rule};
use crate::value::last_name;

rule! {
    /// The program gives a language model a tool that runs Python or shell commands on this machine. Whoever can put
    /// text before the model, on a web page or in a mail, can make it use the tool. Run the code in a container or
    /// a sandbox without secrets and without network, or give the model tools that do one thing each.
    ///
    /// ```python
    /// from langchain_experimental.tools import PythonREPLTool
    /// from langchain_community.tools import ShellTool
    /// from langchain_experimental.agents import create_pandas_dataframe_agent
    /// from autogen.coding import LocalCommandLineCodeExecutor, DockerCommandLineCodeExecutor
    /// from autogen import UserProxyAgent
    /// from smolagents import CodeAgent
    /// from interpreter import interpreter
    /// tools = [PythonREPLTool()]                                               # P702
    /// agent = initialize_agent([ShellTool()], llm)                             # P702
    /// create_pandas_dataframe_agent(llm, df)                                   # P702
    /// LocalCommandLineCodeExecutor(work_dir="a")                               # P702
    /// UserProxyAgent("user", code_execution_config={"use_docker": False})      # P702
    /// CodeAgent(tools=[], model=m, executor_type="local")                      # P702
    /// interpreter.auto_run = True                                              # P702
    /// load_tools(["terminal", "wikipedia"], llm=llm)                           # P702
    /// DockerCommandLineCodeExecutor()
    /// UserProxyAgent("user", code_execution_config=False)
    /// UserProxyAgent("user", code_execution_config={"use_docker": True})
    /// CodeAgent(tools=[], model=m, executor_type="docker")
    /// load_tools(["wikipedia"], llm=llm)
    /// ```
    ///
    /// A class of the file itself is not meant.
    ///
    /// ```python
    /// class PythonREPL: ...
    /// PythonREPL()
    /// ```
    P702 code_interpreter_tool: severity High, confidence Medium, cwe 94, origin Posse;
    "A language model gets a tool that runs code on this machine.";
    on CallTo(TOOLS, tool), CallTo(&["load_tools"], loaded),
        CallWith(&["code_execution_config", "use_docker", "executor_type", "code_execution_mode"], configured), AssignTo(&["auto_run"], auto_run);
    no fix "what the tool may do depends on the application"
}

const TOOLS: &[&str] = &[
    "PythonREPL",
    "PythonREPLTool",
    "PythonAstREPLTool",
    "ShellTool",
    "BashProcess",
    "create_python_agent",
    "create_pandas_dataframe_agent",
    "create_csv_agent",
    "create_spark_dataframe_agent",
    "create_xorbits_agent",
    "PALChain",
    "LLMBashChain",
    "LocalCommandLineCodeExecutor",
    "UnsafeLocalCodeExecutor",
    "PandasQueryEngine",
    "PythonTools",
    "ShellTools",
    "LocalPythonExecutor",
    "LocalPythonInterpreter",
];

/// The packages that have them.
const PACKAGES: &[&str] = &[
    "langchain",
    "langchain_experimental",
    "langchain_community",
    "langchain_core",
    "autogen",
    "autogen_ext",
    "autogen_core",
    "autogen_agentchat",
    "ag2",
    "llama_index",
    "agno",
    "phi",
    "smolagents",
    "google.adk",
    "crewai",
    "crewai_tools",
    "pandasai",
];

fn is_of_a_kit<'a>(cx: &Context<'a>, function: &'a Expr) -> bool {
    cx.path(function).is_some_and(|path| path.is_unbound() || PACKAGES.iter().any(|package| path.is_in(package)))
}

fn tool<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    is_of_a_kit(cx, &call.node.func).then(Issue::new)
}

/// `load_tools(["python_repl", "terminal"])`.
fn loaded<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let names = cx.given(call.node, Some(0), "tool_names").value()?;
    let Expr::List(list) = cx.scopes().definition(names) else { return None };
    let runs_code = |name: &str| matches!(name, "python_repl" | "terminal" | "pal-math" | "pal-colored-objects");
    let found = list.elts.iter().any(|name| cx.string(name).is_some_and(|name| runs_code(&name)));
    (found && is_of_a_kit(cx, &call.node.func)).then(Issue::new)
}

fn configured<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let given = |name: &str| cx.given(call.node, None, name).value();
    let is = |name: &str, text: &str| given(name).and_then(|value| cx.string(value)).is_some_and(|value| value == text);
    let no_docker = |config: &'a Expr| cx.entry(config, "use_docker").value().is_some_and(|value| cx.is_false(value));
    let configured = given("code_execution_config").is_some_and(no_docker)
        || call.name() == "CodeExecutionConfig" && given("use_docker").is_some_and(|value| cx.is_false(value))
        || call.name() == "CodeAgent" && is("executor_type", "local")
        || call.name() == "Agent" && is("code_execution_mode", "unsafe");
    configured.then(Issue::new)
}

/// `interpreter.auto_run = True`, of Open Interpreter.
fn auto_run<'a>(cx: &Context<'a>, assigned: &Assigned<'a>) -> Option<Issue> {
    let Expr::Attribute(attribute) = assigned.target else { return None };
    let is_interpreter = attribute.attr.as_str() == "auto_run"
        && (last_name(&attribute.value) == Some("interpreter")
            || cx.path(&attribute.value).is_some_and(|path| path.is_in("interpreter")));
    (is_interpreter && cx.is_true(assigned.value)).then(Issue::new)
}
