"""A posse report for each target, rebuilt only if one of its files has changed."""

def _posse_report_impl(ctx):
    report = ctx.actions.declare_file("{}.{}".format(ctx.label.name, ctx.attr.format))

    args = ctx.actions.args()
    args.use_param_file("@%s", use_always = True)
    args.set_param_file_format("multiline")
    args.add("--no-discovery")
    args.add("--quiet")
    args.add("--format", ctx.attr.format)
    args.add("--output", report)
    if ctx.file.config:
        args.add("--configfile", ctx.file.config)
    if ctx.attr.fail_on:
        args.add("--fail-on", ctx.attr.fail_on)
    else:
        args.add("--exit-zero")
    args.add("--")
    args.add_all(ctx.files.srcs)

    ctx.actions.run(
        executable = ctx.executable.posse,
        arguments = [args],
        inputs = ctx.files.srcs + ctx.files.config,
        outputs = [report],
        env = {
            # A js_binary changes to this folder: "." keeps paths relative to the workspace.
            "BAZEL_BINDIR": ".",
            # Without the current time, the same files give the same bytes.
            "SOURCE_DATE_EPOCH": "0",
        },
        mnemonic = "Posse",
        progress_message = "Scanning %{label}",
    )
    return [DefaultInfo(files = depset([report]))]

posse_report = rule(
    implementation = _posse_report_impl,
    doc = "Scans the files and writes NAME.FORMAT. With fail_on, findings at or above that level fail the build.",
    attrs = {
        "srcs": attr.label_list(allow_files = True, mandatory = True, doc = "The files to scan."),
        "config": attr.label(allow_single_file = True, doc = "The settings file: pyproject.toml, or YAML."),
        "format": attr.string(default = "sarif", doc = "The format of the report."),
        "fail_on": attr.string(doc = "SEVERITY or SEVERITY:CONFIDENCE, such as high or medium:high."),
        "posse": attr.label(default = "//tools/posse", executable = True, cfg = "exec", doc = "The posse program."),
    },
)
