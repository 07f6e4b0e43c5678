use crate::models::Kind;
use crate::rule::rule;

rule! {
    /// A value from a JSON body can be an object with operators, such as `{"$ne": ""}`, and then matches everything.
    /// Convert it to text or a number first. Text in `$where` is executed.
    ///
    /// ```python
    /// from flask import request
    /// from pymongo import MongoClient
    /// db = MongoClient().shop
    /// def find(table):
    ///     db.u.find({"$where": "this.n == '" + request.args["n"] + "'"})  # P111
    ///     db.u.find_one(request.get_json())  # P111
    ///     db.u.find_one({"n": request.json["n"]})  # P111
    ///     db.u.find(request.args.to_dict())  # P111
    ///     db.u.find_one({"n": str(request.json["n"])})
    ///     db.u.find({"n": request.args["n"]})
    ///     db.u.find({"n": "fixed"})
    ///     db.u.find_one({"n": {"$eq": request.json["n"]}})
    ///     name = request.json["n"]
    ///     if isinstance(name, dict):
    ///         db.u.find_one({"n": name})  # P111
    ///     if isinstance(name, str):
    ///         db.u.find_one({"n": name})
    /// ```
    ///
    /// ```python
    /// from flask import request, abort
    /// from pymongo import MongoClient
    /// users = MongoClient()["app"]["users"]
    /// def find():
    ///     data = request.get_json()
    ///     users.find_one({"name": data["name"]})  # P111
    ///     if not isinstance(data.get("name"), str):
    ///         abort(400)
    ///     users.find_one({"name": data["name"]})
    ///     users.find_one({"name": data.get("name")})
    ///     users.find_one({"name": data["other"]})  # P111
    /// ```
    P111 nosql_injection: severity High, confidence Medium, cwe 943, origin Posse;
    "A value from outside becomes a query of a document database.";
    on Flow(Kind::NoSql);
    no fix "where and how the value must be checked or escaped depends on what it is for"
}
