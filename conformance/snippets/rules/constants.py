# Values as they are printed: B105 of a dict, B608's chains, numbers in calls.
x = {"password": 1_000_000, "token": 0b101, "secret": 1e400, "pwd": -0.0, "pass": 1.5e-10, "passwd": 100000000000000000000.0}
x = {"password": "\t\r\n\\", "token": "\x00\x1f\x7f\x80\xa0\xad", "secret": "\u200b\ufeff\ue000", "pwd": "😀"}
x = {"password": b"\x00\xff'", "token": b'"', "secret": True, "pwd": False}
x = {"password": 1.0, "token": 1e22, "secret": 123456789.123456789, "pwd": 5e-324, "pass": 0.1e1j}
