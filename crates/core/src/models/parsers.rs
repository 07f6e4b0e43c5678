//! Readers of objects and of XML.

use super::Port::{At, Named};
use super::kind::Kind;
use super::{Sink, When, sink};

pub(super) const SINKS: &[Sink] = &[
    sink(
        Kind::Pickle,
        &[
            "pickle.loads",
            "pickle.load",
            "pickle.Unpickler",
            "dill.loads",
            "dill.load",
            "cloudpickle.loads",
            "cloudpickle.load",
            "marshal.loads",
            "marshal.load",
            "jsonpickle.decode",
            "jsonpickle.loads",
            "joblib.load",
            "pandas.read_pickle",
            "yaml.unsafe_load",
            "yaml.unsafe_load_all",
            "yaml.full_load",
            "yaml.full_load_all",
            "shelve.Shelf",
            "ruamel.yaml.unsafe_load",
            "sklearn.externals.joblib.load",
            "keras.models.load_model",
            "tensorflow.keras.models.load_model",
            "xmlrpc.client.loads",
            "rpyc.classic.connect",
        ],
        &[At(0, "data"), Named("file"), Named("stream"), Named("s"), Named("filename"), Named("filepath_or_buffer")],
    ),
    sink(Kind::Pickle, &["yaml.load", "yaml.load_all", "ruamel.yaml.load"], &[At(0, "stream")])
        .when(When::UnsafeLoader),
    sink(Kind::Pickle, &["torch.load"], &[At(0, "f")]).when(When::Not("weights_only")),
    sink(Kind::Pickle, &["numpy.load"], &[At(0, "file")]).when(When::If("allow_pickle")),
    sink(
        Kind::Xml,
        &[
            "lxml.etree.fromstring",
            "lxml.etree.parse",
            "lxml.etree.XML",
            "lxml.etree.iterparse",
            "lxml.objectify.fromstring",
            "lxml.objectify.parse",
            "lxml.etree.fromstringlist",
            "xml.etree.ElementTree.fromstring",
            "xml.etree.ElementTree.parse",
            "xml.etree.ElementTree.XML",
            "xml.etree.ElementTree.iterparse",
            "xml.etree.ElementTree.fromstringlist",
            "xml.dom.minidom.parseString",
            "xml.dom.minidom.parse",
            "xml.dom.pulldom.parseString",
            "xml.dom.pulldom.parse",
            "xml.sax.parseString",
            "xml.sax.parse",
            "xml.dom.expatbuilder.parseString",
        ],
        &[At(0, "text"), Named("source"), Named("string")],
    )
    .when(When::Entities),
    sink(Kind::Xml, &["lxml.etree.XMLParser().feed", "lxml.etree.XMLPullParser().feed"], &[At(0, "data")])
        .when(When::Entities),
    sink(Kind::Xml, &["xmltodict.parse"], &[At(0, "xml_input")]).when(When::Off("disable_entities")),
];
