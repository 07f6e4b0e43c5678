# What B105, B106 and B107 take for a secret, and how they print it.
password = "x"
password = ""
password = None
password = b"x"
PASSWORD = pwd = passwd = token = secret = secrete = "y"
my_password_hash = "x"
self.password = "attribute"
self.config["password"] = "subscript"
config["my_secret"], other = "a", "b"
password: str = "annotated"
(password := "walrus")
password = "a" "b"
password = f"plain"
password = f"{x}"
password = "x" if y else "z"
password += "augmented"
if password == "compared":
    pass
if "compared" == password:
    pass
if self.password != "attribute":
    pass
if password in ("a", "b"):
    pass
if a < password == "chained":
    pass
call(password="keyword", token="", secret=None)
call(password=b"bytes", pass_="no", passphrase="yes")
{"password": "dict", "token": None, "secret": 1e16, "pwd": b"\x00a", "pass": ..., "passwd": 1j, "password2": True}
{"password": -1, "password": 10**20, "password": 123456789012345678901234567890, "password": 0.1, "password": 1e-7, "secret": 0x1f}
{"password": f"x", "password": ("a"), "password": "quote ' and \" and \n and \x7f and \u00e9"}
{password: "name"}
{"a": {"password": "nested"}}
{
    "password":
        "own line",
    "token": "t",
}
def f(user, password="default", *, token="kwonly"): pass
def f(password="a", secret="b"): pass
def f(password, /, secret="posonly", pwd="b"): pass
def f(password=None, secret=""): pass
def f(*password, **secret): pass
async def f(password="async"): pass
lambda password="lambda": 0
class C:
    password = "class"
    def method(self, password="method"): pass
password = "é€"
password = "it's"
password = 'say "x"'
