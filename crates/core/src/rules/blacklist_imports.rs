//! Modules that are unsafe to import: B401 to B415. An entry matches the start of an imported name, or the exact name
//! passed to `__import__` or `importlib`.

use crate::rule::name_rules;

name_rules! {
    finds ImportsOf, origin Bandit;

    /// `telnetlib` sends everything in clear text, including passwords. Use SSH.
    ///
    /// ```python
    /// import telnetlib                             # B401
    /// import paramiko
    /// ```
    B401 import_telnetlib: severity High, cwe 319;
    "A telnet-related module is being imported.  Telnet is considered insecure. Use SSH or some other encrypted protocol.";
    [
        "telnetlib",
    ];
    { no fix "the other side must speak another protocol" }

    /// `ftplib` sends passwords and files in clear text. Use SFTP. If you need FTP over TLS, silence the import: B321
    /// still finds unsafe calls.
    ///
    /// ```python
    /// import ftplib                                # B402
    /// from ftplib import FTP                       # B402
    /// import paramiko
    /// ```
    B402 import_ftplib: severity High, cwe 319;
    "A FTP-related module is being imported.  FTP is considered insecure. Use SSH/SFTP/SCP or some other encrypted protocol.";
    [
        "ftplib",
    ];
    { no fix "the other side must speak another protocol" }

    /// Unpickling with `pickle`, `dill` or `shelve` can build any Python object, so crafted data can run code. Store
    /// data as JSON. B301 finds the calls: if you review those, you can skip this rule.
    ///
    /// The rule also reports relative imports, and names that merely begin with one of the listed names.
    ///
    /// ```python
    /// import pickle                                # B403
    /// from dill import loads                       # B403
    /// import pickletools                           # B403
    /// from .shelve import open                     # B403
    /// import json
    /// ```
    B403 import_pickle: severity Low, cwe 502;
    "Consider possible security implications associated with {name} module.";
    [
        "pickle",
        "cPickle",
        "dill",
        "shelve",
    ];
    { no fix "another format needs changes where the data is written" }

    /// A program started with `subprocess` can do harm if part of its command comes from outside. B602 to B607 find
    /// the calls: if you review those, you can skip this rule.
    ///
    /// ```python
    /// import subprocess                            # B404
    /// __import__("subprocess")                     # B404
    /// importlib.import_module("subprocess")        # B404
    /// import os
    /// __import__(name)
    /// ```
    B404 import_subprocess: severity Low, cwe 78;
    "Consider possible security implications associated with the subprocess module.";
    [
        "subprocess",
    ];
    { no fix "starting a process may be what the code is for" }

    /// `xml.etree` expands entities, so a small document can fill the memory. Import `defusedxml` instead, which
    /// refuses such documents. B313 and B314 find the calls: if you review those, you can skip this rule.
    ///
    /// ```python
    /// import xml.etree.ElementTree                 # B405
    /// from xml.etree import ElementTree            # B405
    /// import defusedxml.ElementTree
    /// ```
    B405 import_xml_etree: severity Low, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";
    [
        "xml.etree.cElementTree",
        "xml.etree.ElementTree",
    ];
    { fix Unsafe Import(super::defused::import) }

    /// The parsers of `xml.sax` expand entities, so a small document can fill the memory. Import `defusedxml`
    /// instead, which refuses such documents. B315 and B317 find the calls: if you review those, you can skip this
    /// rule.
    ///
    /// ```python
    /// import xml.sax                               # B406
    /// from xml.sax import parse                    # B406
    /// import defusedxml.sax
    /// ```
    B406 import_xml_sax: severity Low, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";
    [
        "xml.sax",
    ];
    { fix Unsafe Import(super::defused::import) }

    /// `xml.dom.expatbuilder` expands entities, so a small document can fill the memory. Import `defusedxml` instead,
    /// which refuses such documents. B316 finds the calls: if you review those, you can skip this rule.
    ///
    /// ```python
    /// import xml.dom.expatbuilder                  # B407
    /// import defusedxml.expatbuilder
    /// ```
    B407 import_xml_expat: severity Low, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";
    [
        "xml.dom.expatbuilder",
    ];
    { fix Unsafe Import(super::defused::import) }

    /// `xml.dom.minidom` expands entities, so a small document can fill the memory. Import `defusedxml` instead,
    /// which refuses such documents. B318 finds the calls: if you review those, you can skip this rule.
    ///
    /// ```python
    /// from xml.dom.minidom import parse            # B408
    /// import defusedxml.minidom
    /// ```
    B408 import_xml_minidom: severity Low, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";
    [
        "xml.dom.minidom",
    ];
    { fix Unsafe Import(super::defused::import) }

    /// `xml.dom.pulldom` expands entities, so a small document can fill the memory. Import `defusedxml` instead,
    /// which refuses such documents. B319 finds the calls: if you review those, you can skip this rule.
    ///
    /// ```python
    /// from xml.dom import pulldom                  # B409
    /// import defusedxml.pulldom
    /// ```
    B409 import_xml_pulldom: severity Low, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Replace {name} with the equivalent defusedxml package, or make sure defusedxml.defuse_stdlib() is called.";
    [
        "xml.dom.pulldom",
    ];
    { fix Unsafe Import(super::defused::import) }

    /// XML-RPC expands entities, so a small request can fill the memory. Call `defusedxml.xmlrpc.monkey_patch()` at
    /// startup, then silence the import.
    ///
    /// ```python
    /// import xmlrpc.client                         # B411
    /// import defusedxml.xmlrpc
    /// ```
    B411 import_xmlrpclib: severity High, cwe 20;
    "Using {name} to parse untrusted XML data is known to be vulnerable to XML attacks. Use defusedxml.xmlrpc.monkey_patch() function to monkey-patch xmlrpclib and mitigate XML vulnerabilities.";
    [
        "xmlrpc",
    ];
    { no fix "the safe parser is another package, `defusedxml`, that the project must depend on" }

    /// CGI turns a client's `Proxy` header into the variable `HTTP_PROXY`, which HTTP clients in the script then
    /// obey. Serve through WSGI, or have the web server drop the header.
    ///
    /// The rule reports calls of these names as well as imports.
    ///
    /// ```python
    /// from wsgiref.handlers import CGIHandler      # B412
    /// wsgiref.handlers.CGIHandler()                # B412
    /// from wsgiref.handlers import SimpleHandler
    /// ```
    B412 import_httpoxy: severity High, cwe 284;
    "Consider possible security implications associated with {name} module.";
    [
        "wsgiref.handlers.CGIHandler",
        "twisted.web.twcgi.CGIScript",
        "twisted.web.twcgi.CGIDirectory",
    ];
    { no fix "the other ways to serve need changes in how the program is started" }

    /// pyCrypto has not been maintained for years and has known vulnerabilities. Use `cryptography`. PyCryptodome,
    /// its successor, uses the same import names and is reported, too.
    ///
    /// ```python
    /// from Crypto.Cipher import AES                # B413
    /// import Crypto.Random                         # B413
    /// import cryptography
    /// import Crypto
    /// ```
    B413 import_pycrypto: severity High, cwe 327;
    "The pyCrypto library and its module {name} are no longer actively maintained and have been deprecated. Consider using pyca/cryptography library.";
    [
        "Crypto.Cipher",
        "Crypto.Hash",
        "Crypto.IO",
        "Crypto.Protocol",
        "Crypto.PublicKey",
        "Crypto.Random",
        "Crypto.Signature",
        "Crypto.Util",
    ];
    { no fix "another package must be installed and has another interface" }

    /// IPMI reveals password hashes that can be cracked offline. Use Redfish, or keep IPMI on a separate network.
    ///
    /// ```python
    /// import pyghmi                                # B415
    /// from pyghmi.ipmi import command              # B415
    /// import redfish
    /// ```
    B415 import_pyghmi: severity High, cwe 319;
    "An IPMI-related module is being imported. IPMI is considered insecure. Use an encrypted protocol.";
    [
        "pyghmi",
    ];
    { no fix "the other side must speak another protocol" }
}
