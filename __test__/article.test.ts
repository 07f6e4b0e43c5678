import test from 'ava'
import { folder, posse, report } from './posse.js'

/** Code typical of coding assistants, and what Bandit 1.9.4 reports for it. */
const SAMPLES = {
  'mail_client.py': {
    code: `import smtplib

AUTH_TOKEN = "tk_live_51HxQ0aZ"

def connect(host: str) -> smtplib.SMTP_SSL:
    server = smtplib.SMTP_SSL(host)
    server.login("robot", AUTH_TOKEN)
    return server
`,
    found: [
      "B105:hardcoded_password_string 3:13 LOW MEDIUM 259 Possible hardcoded password: 'tk_live_51HxQ0aZ'",
    ],
    fixed: `import os
import smtplib

AUTH_TOKEN = os.environ["MAIL_TOKEN"]

def connect(host: str) -> smtplib.SMTP_SSL:
    server = smtplib.SMTP_SSL(host)
    server.login("robot", AUTH_TOKEN)
    return server
`,
  },
  'formula.py': {
    code: `def score(formula: str, value: float) -> float:
    return eval(formula.replace("v", str(value)))
`,
    found: [
      'B307:blacklist 2:11 MEDIUM HIGH 78 Use of possibly insecure function - consider using safer ast.literal_eval.',
    ],
    fixed: `import ast

def score(formula: str) -> float:
    return ast.literal_eval(formula)
`,
  },
  'model_store.py': {
    code: `import pickle
import httpx

def fetch_model(url: str):
    reply = httpx.get(url, timeout=5)
    return pickle.loads(reply.content)
`,
    found: [
      'B403:blacklist 1:0 LOW HIGH 502 Consider possible security implications associated with pickle module.',
      'B301:blacklist 6:11 MEDIUM HIGH 502 Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.',
    ],
    fixed: `import httpx
from safetensors.torch import load

def fetch_model(url: str):
    reply = httpx.get(url, timeout=5)
    return load(reply.content)
`,
  },
  'pseudonym.py': {
    code: `import hashlib

def pseudonym(email: str) -> str:
    return hashlib.md5(email.encode()).hexdigest()
`,
    found: [
      'B324:hashlib 4:11 HIGH HIGH 327 Use of weak MD5 hash for security. Consider usedforsecurity=False',
    ],
    fixed: `import hashlib

def pseudonym(email: str, key: bytes) -> str:
    return hashlib.blake2b(email.encode(), key=key).hexdigest()
`,
  },
  'invoices.py': {
    code: `import sqlite3

def invoices_of(db: sqlite3.Connection, customer: str):
    cursor = db.cursor()
    query = "SELECT * FROM invoices WHERE customer = '" + customer + "'"
    return cursor.execute(query).fetchall()
`,
    found: [
      'B608:hardcoded_sql_expressions 5:12 MEDIUM LOW 89 Possible SQL injection vector through string-based query construction.',
    ],
    fixed: `import sqlite3

def invoices_of(db: sqlite3.Connection, customer: str):
    cursor = db.cursor()
    query = "SELECT * FROM invoices WHERE customer = ?"
    return cursor.execute(query, (customer,)).fetchall()
`,
  },
  'gauge.py': {
    code: `import logging
import httpx

def read_gauge(url: str) -> float | None:
    try:
        return httpx.get(url, timeout=5).json()["gauge"]
    except httpx.HTTPError as error:
        logging.error("gauge %s: %s", url, error)
        raise
    except Exception:
        pass
`,
    found: ['B110:try_except_pass 10:4 LOW HIGH 703 Try, Except, Pass detected.'],
    fixed: `import logging
import httpx

def read_gauge(url: str) -> float:
    try:
        return httpx.get(url, timeout=5).json()["gauge"]
    except httpx.HTTPError:
        logging.exception("gauge %s", url)
        raise
`,
  },
  'settings.py': {
    code: `import yaml

def read_settings(path: str) -> dict:
    with open(path) as file:
        return yaml.load(file)
`,
    found: [
      'B506:yaml_load 5:15 MEDIUM HIGH 20 Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().',
    ],
    fixed: `import yaml

def read_settings(path: str) -> dict:
    with open(path) as file:
        return yaml.safe_load(file)
`,
  },
  'sentiment.py': {
    code: `from transformers import AutoTokenizer

def sentiment_tokenizer():
    return AutoTokenizer.from_pretrained("roberta-base")
`,
    found: [
      'B615:huggingface_unsafe_download 4:11 MEDIUM HIGH 494 Unsafe Hugging Face Hub download without revision pinning in from_pretrained()',
    ],
    fixed: `from transformers import AutoTokenizer

def sentiment_tokenizer():
    return AutoTokenizer.from_pretrained("roberta-base", revision="e2da8e2f811d1448a5b465c236feacd80ffbac7b")
`,
  },
}

for (const [name, { code, found, fixed }] of Object.entries(SAMPLES)) {
  test(`${name} is reported, and its fixed version is not`, async t => {
    const cwd = folder(t, { [name]: code, 'fixed.py': fixed })
    const { results, status } = await report([name], { cwd })
    t.is(status, 1)
    t.deepEqual(
      results.map(
        each =>
          `${each.test_id}:${each.test_name} ${each.line_number}:${each.col_offset} ` +
          `${each.issue_severity} ${each.issue_confidence} ${each.issue_cwe.id} ${each.issue_text}`,
      ),
      found,
    )
    const silent = await report(['fixed.py'], { cwd })
    t.deepEqual([silent.results, silent.status], [[], 0])
  })
}

test('a finding shows its place, its links and the code around it', async t => {
  const cwd = folder(t, { 'examples/mail_client.py': SAMPLES['mail_client.py'].code })
  const { stdout, status } = await posse(['examples/mail_client.py'], { cwd })
  t.is(status, 1)
  t.true(
    stdout.startsWith(`Run started:2026-01-01 00:00:00+00:00

Test results:
>> Issue: [B105:hardcoded_password_string] Possible hardcoded password: 'tk_live_51HxQ0aZ'
   Severity: Low   Confidence: Medium
   CWE: CWE-259 (https://cwe.mitre.org/data/definitions/259.html)
   More Info: https://bandit.readthedocs.io/en/1.9.4/plugins/b105_hardcoded_password_string.html
   Location: ./examples/mail_client.py:3:13
2\t
3\tAUTH_TOKEN = "tk_live_51HxQ0aZ"
4\t

--------------------------------------------------

Code scanned:
\tTotal lines of code: 6
`),
    stdout,
  )
})

test('a finding whose rule a comment names is silenced and counted', async t => {
  const code = 'AUTH_TOKEN = "tk_live_51HxQ0aZ"  # nosec B105 - a demo value, nobody uses it\n'
  const { stdout, status } = await posse(['demo.py'], { cwd: folder(t, { 'demo.py': code }) })
  t.is(status, 0)
  t.true(
    stdout.includes(`Test results:
\tNo issues identified.

Code scanned:
\tTotal lines of code: 1
\tTotal lines skipped (#nosec): 0
\tTotal potential issues skipped due to specifically being disabled (e.g., #nosec BXXX): 1
`),
    stdout,
  )
})

const PROJECT = {
  'src/login.py': 'def check(user):\n    assert user.is_admin\n',
  'src/venv/lib.py': 'exec("1")\n',
  'tests/test_orders.py': 'def test_orders():\n    assert 1 > 0\n',
}

test('asserts are skipped in tests and reported elsewhere', async t => {
  const config = '[tool.bandit.assert_used]\nskips = ["**/test_*.py", "**/*_test.py"]\n'
  const cwd = folder(t, { ...PROJECT, 'pyproject.toml': config })
  const { results } = await report(['-r', 'src', 'tests', '-c', 'pyproject.toml'], { cwd })
  t.deepEqual(
    results.map(each => `${each.test_id} ${each.filename}`),
    ['B101 src/login.py', 'B102 src/venv/lib.py'],
  )
})

test('exclude_dirs excludes folders, and -ll hides low severity', async t => {
  const config = '[tool.bandit]\nexclude_dirs = ["venv", ".venv", "build"]\n'
  const cwd = folder(t, { ...PROJECT, 'src/worse.py': 'exec("1")\n', 'pyproject.toml': config })
  const { results, metrics } = await report(['-r', 'src/', '-c', 'pyproject.toml', '-ll'], { cwd })
  t.deepEqual(
    results.map(each => `${each.test_id} ${each.filename}`),
    ['B102 src/worse.py'],
  )
  t.is(metrics['src/login.py']?.['SEVERITY.LOW'], 1)
  t.false('src/venv/lib.py' in metrics)
})
