# === fields of a form of another file
import os
from django.shortcuts import redirect, render
from .forms import NameForm
def a(request):
    form = NameForm(request.POST)
    if form.is_valid():
        os.system("ls " + form.cleaned_data["name"])  # P102
        os.system("ls " + form.cleaned_data.get("name"))  # P102
        data = form.cleaned_data
        os.system("ls " + data["name"])  # P102
        os.system("ls " + data["page"])
        os.system("ls " + data.get("user_id"))
        os.system("ls " + str(int(data["name"])))
        redirect(form.cleaned_data["next"])  # P106
        redirect(form.cleaned_data["article"])
def b(request):
    form = NameForm(request.POST, request.FILES)
    upload = form.cleaned_data["file"]
    open("up/" + upload.name, "wb")
    open("up/" + form.cleaned_data["file_name"], "wb")  # P104
def helper(form):
    os.system("ls " + form.cleaned_data["name"])
# === fields of a form of the file
import os
from django import forms
from django.shortcuts import render
class NameForm(forms.Form):
    name = forms.CharField()
    code = forms.RegexField("[a-z]+")
    colour = forms.ChoiceField(choices=[("a", "b")])
    host = forms.CharField()
    word = forms.CharField()
    def clean_word(self):
        return check(self.cleaned_data["word"])
    def run(self):
        os.system("ls " + self.cleaned_data["name"])
def a(request):
    form = NameForm(request.POST)
    if form.is_valid():
        os.system("ls " + form.cleaned_data["name"])  # P102
        os.system("ls " + form.cleaned_data["code"])
        os.system("ls " + form.cleaned_data["colour"])
        os.system("ls " + form.cleaned_data["word"])
        if form.cleaned_data["host"] in ("a", "b"):
            os.system("ls " + form.cleaned_data["host"])
            os.system("ls " + form.cleaned_data["name"])  # P102
# === a form in a class view
import os
from django.views.generic import FormView
from .base import BaseView
class A(FormView):
    def form_valid(self, form):
        os.system("ls " + form.cleaned_data["name"])  # P102
        return super().form_valid(form)
class B(BaseView):
    def form_valid(self, form):
        os.system("ls " + form.cleaned_data["name"])  # P102
    def other(self, form):
        os.system("ls " + form.cleaned_data["name"])
# === a serializer
import os
from rest_framework import serializers, viewsets
from rest_framework.decorators import api_view
class S(serializers.Serializer):
    name = serializers.CharField()
    number = serializers.IntegerField()
    mode = serializers.ChoiceField(choices=["a"])
    def create(self, validated_data):
        os.system("ls " + validated_data["name"])
@api_view(["POST"])
def a(request):
    s = S(data=request.data)
    s.is_valid(raise_exception=True)
    os.system("ls " + s.validated_data["name"])  # P102
    os.system("ls " + s.validated_data["number"])
    os.system("ls " + s.validated_data["mode"])
class B(viewsets.ModelViewSet):
    def perform_create(self, serializer):
        os.system("ls " + serializer.validated_data["name"])  # P102
        os.system("ls " + serializer.validated_data["mode"])
# === parts of the address that a view keeps
import os
from django.views.generic import DetailView
from rest_framework.views import APIView
from jobs import Job
class A(DetailView):
    def get_queryset(self):
        os.system("ls " + self.kwargs["name"])  # P102
        os.system("ls " + self.kwargs.get("name"))  # P102
        os.system("ls " + self.kwargs["pk"])
        os.system("ls " + self.kwargs["slug"])
        os.system("ls " + self.kwargs["order_id"])
        return self.model.objects.raw("SELECT * FROM t WHERE n = '%s'" % self.kwargs["name"])  # P101
class B(APIView):
    def get(self, request):
        os.system("ls " + self.kwargs["name"])  # P102
class C(Job):
    def run(self):
        os.system("ls " + self.kwargs["name"])
# === parts of the address whose kind the file says
import os
from django.urls import path
from django.views.generic import DetailView
class A(DetailView):
    def get_queryset(self):
        os.system("ls " + self.kwargs["name"])
        os.system("ls " + self.kwargs["word"])  # P102
urls = [path("a/<int:name>/<str:word>", A.as_view())]
# === a form of WTForms
import os
from flask import Flask
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Regexp
app = Flask(__name__)
class NameForm(FlaskForm):
    name = StringField(validators=[DataRequired()])
    code = StringField(validators=[Regexp("^[a-z]+$")])
    number = IntegerField()
@app.post("/a")
def a():
    form = NameForm()
    if form.validate_on_submit():
        os.system("ls " + form.name.data)  # P102
        os.system("ls " + form.code.data)
        os.system("ls " + form.number.data)
def helper(form):
    os.system("ls " + form.name.data)
# === a form of WTForms of another file
import os
from flask import Flask, redirect, session
from .forms import NameForm
from .charts import Plot
app = Flask(__name__)
@app.post("/a")
def a():
    form = NameForm()
    os.system("ls " + form.name.data)  # P102
    os.system("ls " + form.page.data)
    session["username"] = form.username.data
    plot = Plot()
    os.system("ls " + plot.name.data)
    return redirect(form.next.data)  # P106
# === what a model makes of a request
import os
from flask import Flask, request
from pydantic import BaseModel, Field, field_validator
from .models import Other
app = Flask(__name__)
class Job(BaseModel):
    name: str
    number: int
    code: str = Field(pattern="^[a-z]+$")
    word: str
    @field_validator("word")
    def known(cls, value):
        return check(value)
@app.post("/a")
def a():
    job = Job.model_validate(request.json)
    os.system("ls " + job.name)  # P102
    os.system("ls " + job.number)
    os.system("ls " + job.code)
    os.system("ls " + job.word)
    os.system("ls " + Job.parse_obj(request.get_json()).name)  # P102
    os.system("ls " + Job(**request.json).name)  # P102
    os.system("ls " + Job(**request.json).number)
    other = Other.model_validate(request.json)
    os.system("ls " + other.name)  # P102
    os.system("ls " + other.user_id)
    if job.name in ("a", "b"):
        os.system("ls " + job.name)
    return {"name": job.name}
@app.post("/b")
def b():
    fixed = Job.model_validate({"name": "a"})
    os.system("ls " + fixed.name)
# === what a schema makes of a request
import os
from flask import Flask, request
from marshmallow import Schema, fields, validate
from .schemas import OtherSchema
from .stores import Store
app = Flask(__name__)
class JobSchema(Schema):
    name = fields.Str()
    number = fields.Int()
    mode = fields.Str(validate=validate.OneOf(["a"]))
@app.post("/a")
def a():
    job = JobSchema().load(request.json)
    os.system("ls " + job["name"])  # P102
    os.system("ls " + job["number"])
    os.system("ls " + job["mode"])
    os.system("ls " + OtherSchema().load(request.json)["name"])  # P102
    os.system("ls " + OtherSchema().load(request.json)["page"])
    os.system("ls " + Store().load(request.json)["name"])
