//! Functions that are unsafe to call: B301 to B323. An entry matches an exact qualified name.

use crate::rule::name_rules;

name_rules! {
    finds CallsOf, origin Bandit;

    /// Unpickling can build any Python object, so crafted data can run code. Store data as JSON and models as
    /// `safetensors`. Unpickle only data that nobody else could have written.
    ///
    /// ```python
    /// import pickle, jsonpickle
    /// pickle.loads(data)                           # B301
    /// jsonpickle.unpickler.Unpickler()             # B301
    /// pickle.dumps(data)
    /// ```
    B301 pickle: severity Medium, cwe 502;
    "Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.";
    [
        "pickle.loads",
        "pickle.load",
        "pickle.Unpickler",
        "dill.loads",
        "dill.load",
        "dill.Unpickler",
        "shelve.open",
        "shelve.DbfilenameShelf",
        "jsonpickle.decode",
        "jsonpickle.unpickler.decode",
        "jsonpickle.unpickler.Unpickler",
        "pandas.read_pickle",
    ]

    /// `marshal` trusts its input, so crafted data can crash or mislead the interpreter. `marshal` is Python's
    /// internal format for compiled code. Store data as JSON.
    ///
    /// ```python
    /// import marshal
    /// marshal.load(file)                           # B302
    /// marshal.loads(data)                          # B302
    /// marshal.dumps(data)
    /// ```
    B302 marshal: severity Medium, cwe 502;
    "Deserialization with the marshal module is possibly dangerous.";
    [
        "marshal.load",
        "marshal.loads",
    ]

    /// MD2, MD4, MD5 and SHA-1 are broken: a matching hash does not prove that data is unchanged. Use SHA-256 or
    /// BLAKE2.
    ///
    /// ```python
    /// from Crypto.Hash import MD5, SHA256
    /// MD5.new()                                    # B303
    /// SHA256.new()
    /// ```
    B303 md5: severity Medium, cwe 327;
    "Use of insecure MD2, MD4, MD5, or SHA1 hash function.";
    [
        "Crypto.Hash.MD2.new",
        "Crypto.Hash.MD4.new",
        "Crypto.Hash.MD5.new",
        "Crypto.Hash.SHA.new",
        "Cryptodome.Hash.MD2.new",
        "Cryptodome.Hash.MD4.new",
        "Cryptodome.Hash.MD5.new",
        "Cryptodome.Hash.SHA.new",
        "cryptography.hazmat.primitives.hashes.MD5",
        "cryptography.hazmat.primitives.hashes.SHA1",
    ]

    /// RC2, RC4, Blowfish, DES, IDEA, CAST5 and SEED are broken, obsolete, or use blocks that are too short. Use AES
    /// in an authenticated mode such as GCM, or ChaCha20-Poly1305.
    ///
    /// ```python
    /// from Crypto.Cipher import AES, DES
    /// DES.new(key)                                 # B304
    /// AES.new(key, AES.MODE_GCM)
    /// ```
    B304 ciphers: severity High, cwe 327;
    "Use of insecure cipher {name}. Replace with a known secure cipher such as AES.";
    [
        "Crypto.Cipher.ARC2.new",
        "Crypto.Cipher.ARC4.new",
        "Crypto.Cipher.Blowfish.new",
        "Crypto.Cipher.DES.new",
        "Crypto.Cipher.XOR.new",
        "Cryptodome.Cipher.ARC2.new",
        "Cryptodome.Cipher.ARC4.new",
        "Cryptodome.Cipher.Blowfish.new",
        "Cryptodome.Cipher.DES.new",
        "Cryptodome.Cipher.XOR.new",
        "cryptography.hazmat.primitives.ciphers.algorithms.ARC4",
        "cryptography.hazmat.primitives.ciphers.algorithms.Blowfish",
        "cryptography.hazmat.primitives.ciphers.algorithms.CAST5",
        "cryptography.hazmat.primitives.ciphers.algorithms.IDEA",
        "cryptography.hazmat.primitives.ciphers.algorithms.SEED",
        "cryptography.hazmat.primitives.ciphers.algorithms.TripleDES",
    ]

    /// ECB encrypts equal blocks to equal output, so patterns in the plain text show through. Use an authenticated
    /// mode such as GCM.
    ///
    /// ```python
    /// from cryptography.hazmat.primitives.ciphers import modes
    /// modes.ECB()                                  # B305
    /// modes.GCM(nonce)
    /// ```
    B305 cipher_modes: severity Medium, cwe 327;
    "Use of insecure cipher mode {name}.";
    [
        "cryptography.hazmat.primitives.ciphers.modes.ECB",
    ]

    /// `tempfile.mktemp` returns a name that another process can take before you use it. Use `mkstemp` or
    /// `NamedTemporaryFile`, which create the file together with its name.
    ///
    /// ```python
    /// import tempfile
    /// tempfile.mktemp()                            # B306
    /// tempfile.mkstemp()
    /// ```
    B306 mktemp_q: severity Medium, cwe 377;
    "Use of insecure and deprecated function (mktemp).";
    [
        "tempfile.mktemp",
    ]

    /// `eval` runs any expression, so anyone who can influence its text can run any code. The code has all the
    /// program's rights. To read literals, use `ast.literal_eval`. To evaluate formulas, use a parser made for them.
    ///
    /// ```python
    /// import ast
    /// eval(text)                                   # B307
    /// ast.literal_eval(text)
    /// ```
    B307 eval: severity Medium, cwe 78;
    "Use of possibly insecure function - consider using safer ast.literal_eval.";
    [
        "eval",
    ]

    /// `mark_safe` stops Django from escaping a text, so anything in it reaches the page as markup. Use
    /// `format_html`, which escapes what it inserts. B703 looks at the same calls but accepts literals.
    ///
    /// ```python
    /// from django.utils.safestring import mark_safe
    /// from django.utils.html import format_html
    /// mark_safe("<b>")                             # B308
    /// format_html("<b>{}</b>", text)
    /// ```
    B308 mark_safe: severity Medium, cwe 79;
    "Use of mark_safe() may expose cross-site scripting vulnerabilities and should be reviewed.";
    [
        "django.utils.safestring.mark_safe",
    ]

    /// `urlopen` accepts `file:` and other schemes, so a URL from outside can read local files. Check that the URL
    /// begins with `https://` before you open it, then silence the line.
    ///
    /// ```python
    /// import urllib.request
    /// urllib.request.urlopen(address)              # B310
    /// urllib.request.Request(address)
    /// ```
    B310 urllib_urlopen: severity Medium, cwe 22;
    "Audit url open for permitted schemes. Allowing use of file:/ or custom schemes is often unexpected.";
    [
        "urllib.request.urlopen",
        "urllib.request.urlretrieve",
        "urllib.request.URLopener",
        "urllib.request.FancyURLopener",
        "six.moves.urllib.request.urlopen",
        "six.moves.urllib.request.urlretrieve",
        "six.moves.urllib.request.URLopener",
        "six.moves.urllib.request.FancyURLopener",
    ]

    /// The output of `random` can be predicted from earlier output. Use `secrets` for tokens, passwords and keys.
    /// `random` is fine for games and samples.
    ///
    /// ```python
    /// import random, secrets
    /// random.choice(letters)                       # B311
    /// random.getrandbits(128)                      # B311
    /// secrets.choice(letters)
    /// random.SystemRandom()
    /// ```
    B311 random: severity Low, cwe 330;
    "Standard pseudo-random generators are not suitable for security/cryptographic purposes.";
    [
        "random.Random",
        "random.random",
        "random.randrange",
        "random.randint",
        "random.choice",
        "random.choices",
        "random.uniform",
        "random.triangular",
        "random.randbytes",
        "random.sample",
        "random.randrange",
        "random.getrandbits",
    ]

    /// Telnet sends everything in clear text, including passwords. Use SSH.
    ///
    /// ```python
    /// from telnetlib import Telnet
    /// Telnet(host)                                 # B312
    /// paramiko.SSHClient().connect(host)
    /// ```
    B312 telnetlib: severity High, cwe 319;
    "Telnet-related functions are being called. Telnet is considered insecure. Use SSH or some other encrypted protocol.";
    [
        "telnetlib.Telnet",
    ]

    /// `xml.etree.cElementTree` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.etree.cElementTree.parse(file)           # B313
    /// defusedxml.ElementTree.parse(file)
    /// ```
    B313 xml_bad_cElementTree: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.etree.cElementTree.parse",
        "xml.etree.cElementTree.iterparse",
        "xml.etree.cElementTree.fromstring",
        "xml.etree.cElementTree.XMLParser",
    ]

    /// `xml.etree.ElementTree` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.etree.ElementTree.fromstring(text)       # B314
    /// xml.etree.ElementTree.tostring(tree)
    /// ```
    B314 xml_bad_ElementTree: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.etree.ElementTree.parse",
        "xml.etree.ElementTree.iterparse",
        "xml.etree.ElementTree.fromstring",
        "xml.etree.ElementTree.XMLParser",
    ]

    /// `xml.sax.expatreader` expands entities, and in older versions of Python also reads external ones. Use the same
    /// function from `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.sax.expatreader.create_parser()          # B315
    /// defusedxml.expatreader.create_parser()
    /// ```
    B315 xml_bad_expatreader: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.sax.expatreader.create_parser",
    ]

    /// `xml.dom.expatbuilder` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.expatbuilder.parseString(text)       # B316
    /// defusedxml.expatbuilder.parseString(text)
    /// ```
    B316 xml_bad_expatbuilder: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.expatbuilder.parse",
        "xml.dom.expatbuilder.parseString",
    ]

    /// The parsers of `xml.sax` expand entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.sax.make_parser()                        # B317
    /// xml.sax.parse(file, handler)                 # B317
    /// defusedxml.sax.make_parser()
    /// ```
    B317 xml_bad_sax: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.sax.parse",
        "xml.sax.parseString",
        "xml.sax.make_parser",
    ]

    /// `xml.dom.minidom` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.minidom.parseString(text)            # B318
    /// defusedxml.minidom.parseString(text)
    /// ```
    B318 xml_bad_minidom: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.minidom.parse",
        "xml.dom.minidom.parseString",
    ]

    /// `xml.dom.pulldom` expands entities, so a small document can fill the memory. Use the same function from
    /// `defusedxml`, which refuses such documents.
    ///
    /// ```python
    /// xml.dom.pulldom.parse(file)                  # B319
    /// defusedxml.pulldom.parse(file)
    /// ```
    B319 xml_bad_pulldom: severity Medium, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with its defusedxml equivalent function or make sure defusedxml.defuse_stdlib() is called";
    [
        "xml.dom.pulldom.parse",
        "xml.dom.pulldom.parseString",
    ]

    /// FTP sends passwords and files in clear text. Use SFTP, or FTP over TLS with `ftplib.FTP_TLS`.
    ///
    /// ```python
    /// ftplib.FTP(host)                             # B321
    /// ftplib.FTP_TLS(host)
    /// ```
    B321 ftplib: severity High, cwe 319;
    "FTP-related functions are being called. FTP is considered insecure. Use SSH/SFTP/SCP or some other encrypted protocol.";
    [
        "ftplib.FTP",
    ]

    /// `ssl._create_unverified_context` makes a context that does not check certificates. Anyone on the network path
    /// can read and change the traffic. Use `ssl.create_default_context()`.
    ///
    /// ```python
    /// import ssl
    /// ssl._create_unverified_context()             # B323
    /// ssl.create_default_context()
    /// ```
    B323 unverified_context: severity Medium, cwe 295;
    "By default, Python will create a secure, verified ssl context for use in such classes as HTTPSConnection. However, it still allows using an insecure context via the _create_unverified_context that  reverts to the previous behavior that does not validate certificates or perform hostname checks.";
    [
        "ssl._create_unverified_context",
    ]
}
