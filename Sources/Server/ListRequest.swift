import Analysis
import Browser
import Foundation
import Specifications

/// How a list is written.
enum ListForm: Hashable, Sendable {
  case json, csv
}

/// What is asked of a list: which rows, in which order, which columns, which part of them.
struct ListRequest: Sendable {
  let experiment: String?
  let columns: [String]?
  /// The fields that must be known beside those shown.
  let fields: [String]
  /// Tells requests apart.
  let key: String
  private let condition: Condition?
  private let order: ListOrder?
  private let limit: Int
  private let offset: Int
  private let path: String
  private let parameters: Parameters

  /// Reads `where`, `sort`, `columns`, `limit`, `offset`, and `experiment` where `usual` columns of trials are given.
  init(_ target: Target, fields known: QueryFields, usual: [String]?) throws {
    let names = ["where", "sort", "columns", "limit", "offset"] + (usual == nil ? [] : ["experiment"])
    parameters = try Parameters(target, known: names)
    experiment = parameters.text("experiment")
    condition = try Self.read("where", parameters) { text throws(ConditionError) in
      try Condition.read(text, fields: known)
    }
    order = try Self.read("sort", parameters) { text throws(ConditionError) in try ListOrder(text, fields: known) }
    columns = try Self.read("columns", parameters) { text throws(ConditionError) in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      for name in names { try known.require(name, column: 1) }
      return names
    }
    limit = try parameters.number("limit", in: 1...Limits.mostRows, usual: Limits.rows)
    offset = try parameters.number("offset", in: 0...1_000_000_000, usual: 0)
    fields = (condition?.fields ?? []) + (order.map { [$0.field] } ?? [])
    path = "/" + target.path.joined(separator: "/")
    key = target.query.map { "\($0.name)=\($0.value)" }.joined(separator: "\n")
  }

  private static func read<Value>(
    _ name: String, _ parameters: Parameters, _ body: (String) throws(ConditionError) -> Value
  ) throws(WebError) -> Value? {
    guard let text = parameters.text(name) else { return nil }
    do { return try body(text) } catch { throw WebError(400, "\(name) '\(text)', \(error)") }
  }

  func applied(to list: QueryList) -> QueryList {
    var list = list
    if let condition { list.filter(condition) }
    if let order { list.sort(by: order) }
    return list
  }

  /// One page of a list under its name; CSV has all rows, for a table is saved as a whole.
  func document(
    _ name: String, _ list: QueryList, _ columns: [String], _ form: ListForm, curve: (QueryList.Row) throws -> [Double]
  ) rethrows -> Document {
    if form == .csv {
      let rows = list.rows.map { row in columns.map { row.value($0).plain } }
      return Document(.csv, text: ([columns] + rows).map(CSV.line).joined(), download: "\(name).csv")
    }
    let shown = list.rows.dropFirst(offset).prefix(limit)
    let more = offset + shown.count < list.rows.count && !shown.isEmpty
    let next = more ? path + "?" + parameters.with("offset", "\(offset + shown.count)") : nil
    var document = Document(
      .object([
        ("schema", .number(1)), ("total", .number(list.rows.count)), ("offset", .number(offset)),
        ("limit", .number(limit)), ("next", next.map { .text($0) } ?? .null),
        (name, .list(try shown.map { row in try row.json(columns) { try curve(row) } })),
      ]))
    document.next = next
    return document
  }
}
