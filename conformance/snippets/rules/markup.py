import markupsafe, flask, mako.template
from markupsafe import Markup as M, escape
from django.utils.html import format_html
from mako.template import Template as T
markupsafe.Markup(x)
markupsafe.Markup("literal")
markupsafe.Markup(f"{x}")
markupsafe.Markup("%s" % x)
markupsafe.Markup()
markupsafe.Markup(object=x)
markupsafe.Markup(x, y)
markupsafe.Markup(escape(x))
M(x)
M("a" + x)
flask.Markup(x)
flask.Markup("{}".format(x))
Markup(x)
M(bleach.clean(x))
mako.template.Template(x)
T("x")
mako.Template("x")
