# B608: concatenations, formats, replaces and f-strings, in execute() and out of it.
q = "SELECT * FROM t WHERE id = " + x
q = "select a from b" + c + " where d"
q = "SELECT %s FROM t" % x
q = "SELECT {} FROM t".format(x)
q = "SELECT a FROM t WHERE b = 'c'".replace("c", x)
q = f"SELECT {x} FROM t"
q = f"SELECT * FROM {x}" f" WHERE {y}"
q = "SELECT * FROM " "t WHERE " + x
q = "INSERT INTO t VALUES (" + x + ")"
q = "insert into t values(%s)" % x
q = "DELETE FROM t WHERE " + x
q = "UPDATE t SET a = " + x
q = "UPDATE t" " SET a = {}".format(x)
q = "WITH x AS (SELECT 1) SELECT * FROM x" + y
q = "with cte as ( " + x
q = "drop table " + x
q = "alter table " + x
cur.execute("SELECT * FROM t WHERE a = " + x)
cur.executemany("SELECT * FROM t WHERE a = %s" % x, rows)
cur.execute("SELECT * FROM t WHERE a = {}".format(x))
cur.execute(f"SELECT * FROM {t}")
cur.execute(text(f"SELECT * FROM {t}"))
cur.execute("SELECT * FROM t WHERE a = %s", x)
execute("SELECT * FROM t" + x)
q = ("SELECT a "
     "FROM b "
     "WHERE c = " + x +
     " AND d = " + y)
q = "SELECT " + "a FROM b" + " WHERE " + c + " AND " + d
q = a + "SELECT b FROM c"
q = "SELECT" + " a " + "FROM b"
q = """
SELECT a
FROM b
WHERE c = '%s'
""" % x
q = f"""
    SELECT a
      FROM {b}
"""
q = f"{'SELECT a FROM b'}"
q = f"SELECT {f'a FROM {b}'}"
q = "SELECT a FROM b" % ()
q = "SELECT a FROM b"
q = "SELECT a FROM b".format
q = "Selected items from the list: " + x
q = "select from dropdown" + x
q = ("SELECT a FROM b") + x
q += "SELECT a FROM b" + x
q = "SELECT a FROM b" + x % y
q = "SELECT a FROM b %s" % x + z
q = "SELECT a FROM b WHERE c IN (%s)" % ", ".join("?" for _ in x)
q = "SELECT a FROM b".replace("a", "b").replace("c", "d")
q = "SELECT a FROM b -- nosec".strip() + x
q = b"SELECT a FROM b" + x
