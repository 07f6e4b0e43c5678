// Rules that teams have asked other tools for, and that tables cannot say. Name the module in a posse.toml, with rules of your
// own names and ids: rules.scripts = ["./posse.rules.mjs"]
import { defineRule } from 'posse/rules'

/** Decorators after which a view needs no further check of who asks. */
const LOGINS = ['flask_login.login_required', 'flask_jwt_extended.jwt_required', 'acme.auth.required']

export default [
  defineRule({
    id: 'EX501',
    name: 'route_without_login',
    message: 'anybody can ask for {name}',
    severity: 'medium',
    cwe: 862,
    help: 'Add `@login_required` below the route, or say why not.',
    examples: `
from flask import Blueprint
from flask_login import login_required
pages = Blueprint("pages", __name__)

@pages.route("/orders", methods=["POST"])    # EX501
def orders(): ...

@pages.route("/me", methods=["POST"])
@login_required
def me(): ...

@pages.route("/health")
def health(): ...
`,
    on: { function: true },
    check(view, context) {
      const route = view.decorators.find(({ name }) => /(?:^|\.)route$/.test(name))
      const methods = route?.keyword('methods')
      const changes =
        methods?.kind === 'list' &&
        methods.elements.some(each => each.kind === 'string' && each.value !== 'GET')
      if (route && changes && !view.decorators.some(({ name }) => LOGINS.includes(name)))
        context.report(route)
    },
  }),
  defineRule({
    id: 'EX502',
    name: 'default_of_import_time',
    message: 'the default of `{name}` is computed once, when the file is imported',
    severity: 'medium',
    help: 'Use None as the default, and compute the value in the function.',
    examples: `
from datetime import datetime
import time
def log(text, at=datetime.now()): ...    # EX502
def wait(*, since=time.time()): ...      # EX502
def right(text, at=None, limit=len("abc")): ...
`,
    on: { function: true },
    check({ parameters }, context) {
      for (const { name, default: value } of parameters)
        if (value?.kind === 'call' && /^(?:datetime\.datetime\.(?:now|utcnow)|time\.time)$/.test(value.name))
          context.report(value, {
            message: `the default of \`${name}\` is computed once, when the file is imported`,
          })
    },
  }),
  defineRule({
    id: 'EX503',
    name: 'skip_without_reason',
    message: '{name} does not say why',
    severity: 'low',
    examples: `
import pytest
@pytest.mark.skip                      # EX503
def test_a(): ...
@pytest.mark.skip()                    # EX503
def test_b(): ...
@pytest.mark.skip(reason="no network")
def test_c(): ...
@pytest.mark.skip("no network")
def test_d(): ...
`,
    on: { decorator: 'pytest.mark.skip' },
    check(decorator, context) {
      if (!decorator.argument(0) && !decorator.keyword('reason') && !decorator.isOpen)
        context.report(decorator)
    },
  }),
  defineRule({
    id: 'EX504',
    name: 'task_without_limit',
    message: '{name} may run for ever',
    severity: 'low',
    help: 'Give it a time_limit.',
    examples: `
from celery import shared_task
@shared_task                           # EX504
def a(): ...
@shared_task(bind=True)                # EX504
def b(self): ...
@shared_task(time_limit=30)
def c(): ...
`,
    on: { decorator: 'celery.shared_task' },
    check(decorator, context) {
      const limits = ['time_limit', 'soft_time_limit'].map(name => decorator.keyword(name))
      if (!limits.some(Boolean) && !decorator.isOpen) context.report(decorator)
    },
  }),
  defineRule({
    id: 'EX505',
    name: 'exception_without_base',
    message: '{name} is not an error of ours: inherit from acme.errors.Error',
    severity: 'low',
    examples: `
from acme.errors import Error
class NotFound(Exception): ...         # EX505
class Denied(Error): ...
class Other(Error, Exception): ...
`,
    on: { class: ['Exception', 'ValueError', 'RuntimeError'] },
    check(definition, context) {
      const names = definition.bases.map(base => (base.kind === 'name' ? base.name : ''))
      if (!names.includes('acme.errors.Error')) context.report(definition)
    },
  }),
]
