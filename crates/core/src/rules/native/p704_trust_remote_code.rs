use ruff_python_ast::ExprCall;

use crate::context::{Call, Context};
use crate::edit::{Fix, Fixing};
use crate::rule::{Issue, rule};

rule! {
    /// `trust_remote_code=True` downloads Python code with a model or a data set and runs it. Whoever can change the
    /// repository, or takes over its name, runs code on this machine. Use a model that needs no code of its own, or read
    /// the code and pin it with `revision` and `code_revision`.
    ///
    /// ```python
    /// AutoModel.from_pretrained("a/b", trust_remote_code=True)                 # P704
    /// load_dataset(name, trust_remote_code=True)                               # P704
    /// pipeline("text-generation", model=m, trust_remote_code=True)             # P704
    /// AutoModel.from_pretrained("a/b", trust_remote_code=False)
    /// AutoModel.from_pretrained("a/b", trust_remote_code=cfg.trust)
    /// AutoModel.from_pretrained("a/b")
    /// ```
    P704 trust_remote_code: severity Medium, confidence High, cwe 94, origin Posse, replaces ["B615"];
    "Code that comes with a model is run.";
    on CallWith(&["trust_remote_code"], trust_remote_code);
    fix Unsafe Call(mended)
}

fn trust_remote_code<'a>(cx: &Context<'a>, call: &Call<'a, '_>) -> Option<Issue> {
    let trust = cx.given(call.node, None, "trust_remote_code").value()?;
    cx.is_true(trust).then(Issue::new)
}

fn mended<'a>(it: &Fixing<'a, '_>, call: &'a ExprCall) -> Option<Fix> {
    Some(Fix::new("Run no code that comes with a model", it.turn_flag(call, None, "trust_remote_code", false)?))
}

#[cfg(test)]
crate::edit::pairs::pairs! { P704:
    "AutoModel.from_pretrained('a/b', trust_remote_code=True)\n" => "AutoModel.from_pretrained('a/b', trust_remote_code=False)\n";
    "m = f(load_dataset(name, trust_remote_code = True,))\n" => "m = f(load_dataset(name, trust_remote_code = False,))\n";
    "pipeline(\n    'text-generation',\n    trust_remote_code=True,  # why\n    model=m,\n)\n" => "pipeline(\n    'text-generation',\n    trust_remote_code=False,  # why\n    model=m,\n)\n";
    "from transformers import AutoModel as A\nA.from_pretrained(n, trust_remote_code=(True))\n" => "from transformers import AutoModel as A\nA.from_pretrained(n, trust_remote_code=(False))\n";
    "load_dataset(*a, trust_remote_code=True, **k)\n" => "load_dataset(*a, trust_remote_code=False, **k)\n";
    "if (m := load_dataset(n, trust_remote_code=True)): pass\n" => "if (m := load_dataset(n, trust_remote_code=False)): pass\n";
    "load_dataset(load(n, trust_remote_code=True), trust_remote_code=True)" => "load_dataset(load(n, trust_remote_code=False), trust_remote_code=False)";
    "load_dataset(trust_remote_code=# we do\n  True)\n" => "load_dataset(trust_remote_code=# we do\n  False)\n";
    "async def f():\n\treturn await load(n, trust_remote_code=True)\n" => "async def f():\n\treturn await load(n, trust_remote_code=False)\n";
    "x = [load(n, trust_remote_code=True) for n in names]\n" => "x = [load(n, trust_remote_code=False) for n in names]\n";
    "trust = True\nload_dataset(n, trust_remote_code=trust)\n" stays;
    "load_dataset(n, **{'trust_remote_code': True}, trust_remote_code=1)\n" stays;
    "f'{load(n, trust_remote_code=True)}'\n" stays;
}
