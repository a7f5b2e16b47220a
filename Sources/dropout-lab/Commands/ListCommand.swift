import Archive
import ArgumentParser
import Browser
import Experiments
import Foundation
import Specifications

/// Lists archived experiments, or trials.
struct ListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List archived experiments, or trials.",
    discussion: """
      A condition compares fields by =, !=, <, <=, >, >= and ~ (contains), joined by and, or, not and parentheses; \
      shares may be written in per cent, words with blanks in quotation marks. A field without a value fits != only.

      EXPERIMENTS: \(QueryList.experimentFields.named.map(\.name).joined(separator: ", "))
      TRIALS: \(QueryList.trialFields.named.map(\.name).joined(separator: ", ")); so any split.metric and any path \
      of a specification

      EXAMPLES:
        dropout-lab list --where 'dropout=bernoulli and status=finished'
        dropout-lab list rates --where 'validation.error < 5%' --sort test.error --columns trial,label,test.error,curve
        dropout-lab list --trials --where 'trial.optimizer.sgd.learningRate >= 0.1' --json
      """, aliases: ["ls"])

  @Argument(help: "An experiment whose trials to list.")
  var experiment: String?

  @OptionGroup var results: ResultsOptions

  @Flag(help: "List the trials of all experiments.")
  var trials = false

  @Option(name: .customLong("where"), help: "Only rows for which this condition holds.")
  var condition: String?

  @Option(parsing: .unconditional, help: "Sort by this field; -FIELD sorts descending.")
  var sort: String?

  @Option(help: "Fields to show, joined by commas.")
  var columns: String?

  @Option(parsing: .unconditional, help: "Show so many rows at most.")
  var limit: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit is \(limit); it is at least 1") }
  }

  func run() async throws {
    try await Failure.reported {
      let archive = try results.openArchive()
      let isOfTrials = trials || experiment != nil
      let asked = try Asked(self, fields: isOfTrials ? QueryList.trialFields : QueryList.experimentFields)
      let shown = isOfTrials ? try listTrials(in: archive, asked) : try listExperiments(in: archive, asked)
      if json {
        let rows = JSONValue.list(try shown.json())
        Output.print(JSONValue.object([("schema", .number(1)), (isOfTrials ? "trials" : "experiments", rows)]).text)
      } else if shown.list.rows.isEmpty, condition == nil {
        Output.print("The archive is empty; 'dropout-lab run experiments/smoke.yaml' fills it.")
      } else {
        Output.print(try shown.text(within: Terminal.columnsOfOutput()))
        if shown.list.rows.isEmpty { Messages.note("no \(isOfTrials ? "trial" : "experiment") fits the condition") }
      }
    }
  }

  private func listExperiments(in archive: Archive, _ asked: Asked) throws -> ShownList {
    let conclusions = try Conclusions(of: archive, version: ProvenanceCollector.version, beside: results.folder)
    let isMarked = conclusions.entries.contains { $0.annotations.isStarred || !$0.annotations.tags.isEmpty }
    let marks = isMarked ? ["starred", "tags"] : []
    let versions = conclusions.entries.contains { $0.versions > 1 } ? ["versions"] : []
    let usual =
      ["name"] + versions + ["trials", "status", "configurations", "claims", "best", "curve"] + marks + ["question"]
    let all = QueryList.experimentFields.named.map(\.name)
    return ShownList(
      list: asked.applied(to: QueryList(conclusions)),
      columns: asked.columns ?? (json ? all : usual),
      glyphs: .ofEnvironment)
  }

  private func listTrials(in archive: Archive, _ asked: Asked) throws -> ShownList {
    let archived = try experiment.map { try archive.chosenExperiment($0) }
    let usual =
      ["trial"] + (json ? ["id"] : []) + (archived == nil ? ["experiment"] : [])
      + ["label", "replicate", "status", "validation.error", "test.error"]
    let list = try QueryList(trialsIn: archive, of: archived?.key, using: (asked.columns ?? usual) + asked.fields)
    let isTuned = list.rows.contains { $0.value("purpose") == .text("tuning") }
    let columns = asked.columns ?? usual.flatMap { isTuned && $0 == "status" ? ["purpose", "status"] : [$0] }
    for (path, near) in try QueryList.unset(columns + asked.fields, in: archive, of: archived?.key) {
      let guess = near.map { "; did you mean '\($0)'?" } ?? ""
      Messages.note("no trial here sets '\(path)'\(guess)")
    }
    return ShownList(list: asked.applied(to: list), columns: columns, glyphs: .ofEnvironment) { row in
      try archive.drawnCurve(of: TrialID(hex: row.value("id").plain))
    }
  }
}

/// What the command line asks of a list, read and checked.
private struct Asked {
  let condition: Condition?
  let order: ListOrder?
  let columns: [String]?
  let limit: Int?

  init(_ command: ListCommand, fields: QueryFields) throws {
    condition = try Self.read(command.condition, "--where") { text throws(ConditionError) in
      try Condition.read(text, fields: fields)
    }
    order = try Self.read(command.sort, "--sort") { text throws(ConditionError) in
      try ListOrder(text, fields: fields)
    }
    columns = try Self.read(command.columns, "--columns") { text throws(ConditionError) in
      var column = 1
      var names: [String] = []
      for name in text.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
        try fields.require(name, column: column)
        names.append(name)
        column += name.count + 1
      }
      return names
    }
    limit = command.limit
  }

  private static func read<Value>(
    _ text: String?, _ option: String, _ body: (String) throws(ConditionError) -> Value
  ) throws -> Value? {
    guard let text else { return nil }
    do { return try body(text) } catch { throw ValidationError("\(option) '\(text.clipped(to: 200))', \(error)") }
  }

  /// The fields that must be known beside those shown.
  var fields: [String] { (condition?.fields ?? []) + (order.map { [$0.field] } ?? []) }

  func applied(to list: QueryList) -> QueryList {
    var list = list
    if let condition { list.filter(condition) }
    if let order { list.sort(by: order) }
    if let limit { list.limit(to: limit) }
    return list
  }
}
