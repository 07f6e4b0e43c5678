# === commands and messages of Discord
import os, discord
from discord.ext import commands
bot = commands.Bot(command_prefix="!")
@bot.command()
async def ping(ctx, host: str, count: int, who: discord.Member):
    os.system("ping " + host)  # P102
    os.system(f"ping -c {count} localhost")
    os.system(f"echo {who}")
@bot.event
async def on_message(message):
    os.system("echo " + message.content)  # P102
    os.system(f"echo {message.author.id}")
async def not_a_command(ctx, host: str):
    os.system("ping " + host)
# === commands of Slack
import os
from slack_bolt import App
app = App()
@app.command("/deploy")
def deploy(ack, respond, command):
    os.system("deploy " + command["text"])  # P102
    if command["text"] in ("main", "staging"):
        os.system("deploy " + command["text"])
    os.system(f"echo {respond}")
# === arguments and messages of Telegram
import os, shlex
from telegram import Update
async def whois(update: Update, context):
    os.system("whois " + " ".join(context.args))  # P102
    os.system("whois " + update.message.text)  # P102
    os.system("whois " + shlex.quote(context.args[0]))
    os.system(f"echo {update.message.chat_id}")
# === servers of sockets
import asyncio, os, socketserver, socket, threading
class Runner(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().decode()
        os.system(line)  # P102
        os.system(self.request.recv(99).decode())  # P102
        os.system(COMMANDS[line])
        os.system("echo " + self.client_address[0])
async def answer(reader, writer):
    data = await reader.readline()
    os.system(data.decode())  # P102
async def other(reader, writer):
    os.system(reader.read().decode())
async def main():
    await asyncio.start_server(answer, "localhost", 99)
def serve():
    server = socket.socket()
    connection, address = server.accept()
    os.system(connection.recv(99).decode())  # P102
    threading.Thread(target=handle, args=(connection,)).start()
def handle(connection):
    os.system(connection.recv(99).decode())  # P102
def connect():
    connection = socket.create_connection(("localhost", 99))
    os.listdir(connection.recv(99).decode())
# === fields of Gradio
import os
import gradio as gr
def convert(url, size, kind):
    os.system(f"convert {url}")  # P102
    os.system(f"convert {size}")
    os.system(f"convert {kind}")
kind = gr.Dropdown(["a", "b"])
gr.Interface(fn=convert, inputs=[gr.Textbox(label="URL"), gr.Slider(1, 9), kind], outputs="text")
# === resolvers of strawberry
import strawberry
@strawberry.type
class Query:
    @strawberry.field
    def books(self, author: str, limit: int) -> list[str]:
        cur.execute(f"SELECT * FROM b WHERE a = '{author}'")  # P101
        cur.execute(f"SELECT * FROM b LIMIT {limit}")
        cur.execute("SELECT * FROM b WHERE a = ?", (author,))
    def count(self, table: str) -> int:
        return cur.execute(f"SELECT count(*) FROM {table}")
# === fields of Streamlit
import pandas
import streamlit as st
region = st.text_input("Region")
pandas.read_sql(f"SELECT * FROM s WHERE r = '{region}'", conn)  # P101
pandas.read_sql("SELECT * FROM s WHERE r = ?", conn, params=(region,))
metric = st.selectbox("Metric", ["a", "b"])
pandas.read_sql(f"SELECT {metric} FROM s", conn)
amount = st.number_input("Amount")
pandas.read_sql(f"SELECT * FROM s WHERE a > {amount}", conn)
# === what FastAPI calls first
from typing import Annotated
from fastapi import Depends, FastAPI, HTTPException
app = FastAPI()
class Page:
    def __init__(self, sort: str = "id", size: int = 20):
        self.sort = sort
        self.size = size
def order(order: str = "id"):
    return {"order": order}
def checked(order: str = "id"):
    if order not in ("id", "name"):
        raise HTTPException(400)
    return order
def get_db():
    yield connect()
@app.get("/a")
def a(page: Annotated[Page, Depends()], given: dict = Depends(order), db=Depends(get_db)):
    db.execute(f"SELECT * FROM t ORDER BY {page.sort}")  # P101
    db.execute("SELECT * FROM t ORDER BY " + given["order"])  # P101
    db.execute(f"SELECT * FROM t LIMIT {page.size}")
@app.get("/b")
def b(order: str = Depends(checked), user=Depends(get_user), db=Depends(get_db)):
    db.execute(f"SELECT * FROM t ORDER BY {order}")
    db.execute(f"SELECT * FROM t WHERE u = {user}")
# === methods of a service of gRPC
import os
import grpc
import jobs_pb2_grpc
class Jobs(jobs_pb2_grpc.JobsServicer):
    def Run(self, request, context):
        os.system("run " + request.name)  # P102
        os.system("run " + str(int(request.number)))
class Other:
    def Run(self, request, context):
        os.system("run " + request.name)
# === events of Socket.IO
import os
from flask_socketio import SocketIO
socketio = SocketIO()
@socketio.on("run")
def run(data):
    os.system(data["command"])  # P102
@socketio.on("number")
def number(data):
    os.system("kill " + str(int(data["n"])))
# === functions that a server of XML-RPC calls
import os
from xmlrpc.server import SimpleXMLRPCServer
def run(command):
    os.system(command)  # P102
def number(n: int):
    os.system("kill " + str(n))
def local(command):
    os.system(command)
server = SimpleXMLRPCServer(("localhost", 8000))
server.register_function(run)
server.register_function(number, "number")
# === routes that are functions of their module
import os
from litestar import get, post
@get("/x/{name:str}")
async def show(name: str, query: str) -> dict:
    os.system(query)  # P102
    return {}
@post("/y")
async def run(data: dict) -> None:
    os.system(data["command"])  # P102
# === pages of Bottle
from bottle import get, request
@get("/b")
def page():
    return "<b>" + request.query.q + "</b>"  # P107
# === any parameters of CherryPy
import os
import cherrypy
class Root:
    @cherrypy.expose
    def index(self, **fields):
        os.system(fields["command"])  # P102
# === bodies that are decoded by other functions
import os
import ast
import tornado.escape
import tornado.web
class Handler(tornado.web.RequestHandler):
    def post(self):
        data = tornado.escape.json_decode(self.request.body)
        os.system(data["command"])  # P102
        os.system(ast.literal_eval(self.get_argument("a"))["b"])  # P102
# === messages to a socket of Quart
import os
from quart import Quart, websocket
app = Quart(__name__)
@app.websocket("/w")
async def talk():
    os.system(await websocket.receive())  # P102
# === messages of Kafka
import json
import os
import pickle
import subprocess
from kafka import KafkaConsumer
consumer = KafkaConsumer("jobs")
for message in consumer:
    os.system("convert " + json.loads(message.value)["file"])  # P102
def forever(cursor):
    for message in consumer:
        pickle.loads(message.value)  # P116
        job = json.loads(message.value)
        subprocess.run(job["command"], shell=True)  # P102
        subprocess.run(["convert", job["file"]])
        cursor.execute("SELECT * FROM t WHERE n = '" + job["name"] + "'")
        open(job["file"])
        os.system(message.topic)
# === messages of Kafka that are polled
from confluent_kafka import Consumer
def forever():
    consumer = Consumer({})
    while True:
        message = consumer.poll(1.0)
        eval(message.value())  # P103
        eval(message.topic())
# === messages of RabbitMQ
import json
import os
import pika
def callback(ch, method, properties, body):
    os.system("convert " + json.loads(body)["file"])  # P102
def other(first, body):
    os.system("convert " + body)
class Worker:
    def on_message(self, channel, method, properties, body):
        eval(body)  # P103
# === messages of MQTT
import os
import paho.mqtt.client as mqtt
def on_message(client, userdata, msg):
    os.system("play " + msg.payload.decode())  # P102
    os.system("play " + msg.topic)
