# === functions and objects of other files that ask a model
import json
import subprocess
from .llm import call_llm, get_llm, LLMClient, load_llm_config
from project.models import ask_gpt4
def by_function(task):
    subprocess.run(call_llm("a command for " + task), shell=True)  # P701
    exec(ask_gpt4(task))  # P701
def by_object(task):
    client = LLMClient()
    exec(client.generate(task))  # P701
    exec(get_llm().invoke(task).content)  # P701
def by_plan(task):
    plan = json.loads(call_llm(task))
    subprocess.run(plan["command"], shell=True)  # P701
    subprocess.run(["echo", plan["command"]])
def by_statement(cursor, task):
    cursor.execute(call_llm(task))  # P701
def settings(task):
    exec(load_llm_config(task))
    exec(get_llm().get_num_tokens(task))
    exec(client.generate(task))
def checked(task):
    word = call_llm(task)
    if word in ("ls", "df"):
        subprocess.run(word, shell=True)
# === a model that an object gets
class Agent:
    def __init__(self, llm):
        self.llm = llm
    def go(self, task):
        exec(self.llm.invoke(task).content)  # P701
    async def later(self, task):
        exec(await self.llm.ainvoke(task))  # P701
    def direct(self, task):
        exec(self.llm(task))  # P701
    def bound(self, task):
        exec(self.llm.bind(task))
# === a method of the file whose answer is not known, but for its name
from .gpt import Base
class Writer(Base):
    def ask_llm(self, task):
        return self.transport.post(task)
    def fixed_llm_call(self, task):
        return "pass"
    def go(self, task):
        exec(self.ask_llm(task))  # P701
        exec(self.fixed_llm_call(task))
# === an answer that one method stores and another one executes
import os
from openai import OpenAI
class Planner:
    def __init__(self):
        self.client = OpenAI()
        self.name = "planner"
    def ask(self, task):
        reply = self.client.chat.completions.create(model="m", messages=task)
        return reply.choices[0].message.content
    def plan(self, task):
        self.command = self.ask(task)
        self.size = len(self.ask(task))
    def act(self):
        os.system(self.command)  # P701
        os.system(self.name)
        os.system(f"head -c {self.size} log")
class Other:
    def act(self):
        os.system(self.command)
# === answers that become a part of a page
from flask import Flask, request
from openai import OpenAI
app = Flask(__name__)
client = OpenAI()
@app.route("/ask")
def ask():
    reply = client.chat.completions.create(model="m", messages=[])
    return f"<div>{reply.choices[0].message.content}</div>"  # P107
@app.route("/text")
def plain():
    reply = client.chat.completions.create(model="m", messages=[])
    return reply.choices[0].message.content
