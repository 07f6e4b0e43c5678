use crate::context::{Call, Context};
use crate::node::Text;
use crate::rule::{Issue, rule};

rule! {
    /// Every user of the machine can create the name of this file first, as a link to some other file, because it is
    /// known before the file exists. Use `tempfile.NamedTemporaryFile`, `mkstemp` or `TemporaryDirectory`, which pick
    /// a name that nobody can guess and create it at the same time.
    ///
    /// A literal path below a shared temporary folder is reported where the program writes to it.
    ///
    /// ```python
    /// import os, tempfile
    /// from tempfile import mktemp as new_name
    /// tempfile.mktemp()                                      # P804
    /// new_name(suffix=".txt")                                # P804
    /// os.tempnam()                                           # P804
    /// open("/tmp/report.csv", "w")                           # P804
    /// open(f"/var/tmp/{name}", "wb")                         # P804
    /// LOG = "/var/tmp/a.log"                                 # P804
    /// stream = open(LOG, mode="a")
    /// path = os.path.join("/tmp", "build", name)             # P804
    /// os.makedirs(path)
    /// Path("/tmp/state").write_text(text)                    # P804
    /// open("/dev/shm/state", "w")                            # P804
    /// open("/private/tmp/state", "w")                        # P804
    /// open("/tmpfs/state", "w")
    /// open("/var/tmp-files/state", "w")
    /// open("/srv/tmp/state", "w")
    /// tempfile.NamedTemporaryFile()
    /// tempfile.mkstemp(dir="/tmp")
    /// open("/tmp/x")
    /// MASK = "/tmp/*.log"
    /// if folder == "/tmp": ...
    /// ```
    P804 temp_file_race: severity Medium, confidence High, cwe 377, origin Posse, replaces ["B306", "B108"];
    "Another user can create this file first: use tempfile.";
    on CallTo(&["mktemp", "tempnam", "tmpnam"], name), StrFrom("/tmp".len(), path)
}

fn name<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    cx.names(&call.node.func, &["tempfile.mktemp", "os.tempnam", "os.tmpnam"]).then(Issue::new)
}

fn path<'a>(cx: &Context<'a>, text: &Text<'a>) -> Option<Issue> {
    let is_below = |folder: &&str| {
        text.value.strip_prefix(*folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let in_shared = text.value.starts_with('/') && SHARED.iter().any(is_below);
    (in_shared && cx.is_path_written()).then(Issue::new)
}

/// Folders in which every user of the machine may create files.
const SHARED: &[&str] = &["/tmp", "/var/tmp", "/usr/tmp", "/dev/shm", "/private/tmp", "/private/var/tmp"];

#[cfg(test)]
crate::edit::pairs::pairs! { P804:
    "import os, tempfile\ndef f():\n    path = tempfile.mktemp()\n    open(path, 'w')\n" => "import os, tempfile\ndef f():\n    descriptor, path = tempfile.mkstemp()\n    os.close(descriptor)\n    open(path, 'w')\n";
    "import os, tempfile\ndef f():\n    return tempfile.mktemp()\n" stays;
    "open('/tmp/state', 'w')\n" stays;
}
