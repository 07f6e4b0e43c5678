# === parts of a server of MCP
import os
from mcp.server.fastmcp import Context, FastMCP
mcp = FastMCP("a")
@mcp.resource("f://{p}")
def a(p: str):
    return open(p).read()  # P701
@mcp.prompt()
def b(text: str, number: int):
    os.system("say " + text)  # P701
    os.system("say " + str(number))
@mcp.tool()
def c(command: str, ctx: Context):
    os.system(command)  # P701
    os.system(ctx.command)
@mcp.custom_route("/x")
def d(command: str):
    os.system(command)
# === what is named like a resource elsewhere
import os
from places import site
@site.resource("f://{p}")
def a(p: str):
    return open(p).read()
# === tools of an agent of Pydantic
import os
from pydantic_ai import Agent, RunContext
agent = Agent("m")
@agent.tool_plain
def a(command: str):
    os.system(command)  # P701
@agent.tool
def b(ctx: RunContext[str], command: str):
    os.system(command)  # P701
    os.system(ctx.deps)
@agent.system_prompt
def c(command: str):
    os.system(command)
# === functions that are handed over as tools
import os
from langchain_core.tools import StructuredTool, Tool
from langchain_openai import ChatOpenAI
from fastmcp import FastMCP
from agents import Agent
mcp = FastMCP("a")
def a(command):
    os.system(command)  # P701
def b(command):
    os.system(command)  # P701
def c(command):
    os.system(command)  # P701
def d(command):
    os.system(command)  # P701
def e(command):
    os.system(command)  # P701
def f(command):
    os.system(command)  # P701
def g(command):
    os.system(command)
def h(number: int):
    os.system("sleep " + str(number))
mcp.add_tool(a)
tools = [Tool(name="b", func=b, description="b"), Tool("c", c, "c"), StructuredTool.from_function(d)]
agent = Agent(tools=[e, h])
model = ChatOpenAI().bind_tools([f])
g("date")
# === methods that are handed over as tools
import os
from fastmcp import FastMCP
class Shell:
    def __init__(self, mcp: FastMCP):
        mcp.add_tool(self.run_it)
    def run_it(self, command: str):
        os.system(command)  # P701
    def other(self, command: str):
        os.system(command)
# === tools of a file without models
import os
from workshop import Tool
def a(command):
    os.system(command)
tool = Tool(func=a)
# === runnables in a row
import os
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.output_parsers import StrOutputParser
from langchain_openai import ChatOpenAI
prompt = ChatPromptTemplate.from_template("{q}")
llm = ChatOpenAI()
chain = prompt | llm | StrOutputParser()
def f(q):
    os.system((prompt | llm).invoke({"q": q}).content)  # P701
    os.system(chain.invoke({"q": q}))  # P701
    inner = prompt | llm
    os.system(inner.invoke({"q": q}).content)  # P701
    os.system("date")
    flags = {"a": 1} | {"b": 2}
    os.system(flags.get("a"))
# === a model that an object keeps
import os
from langchain_openai import ChatOpenAI
class Helper:
    def __init__(self):
        self.llm = ChatOpenAI()
        self.name = "a"
    def run_it(self, q):
        os.system(self.llm.invoke(q).content)  # P701
        os.system(self.name)
        print(self.llm.invoke(q).content)
