import Datasets
import Experiments
import Files
import Specifications

/// The plan of a run as it is frozen in `plan.json`: every process that trains or collects rebuilds the same from it.
package struct RunPlan: Hashable, Sendable {
  /// The run's UUID, by which its jobs are named.
  package let run: String
  package let experiment: String
  /// Everything in effect, as YAML, and its SHA-256.
  package let specification: String
  package let specificationDigest: String
  /// The file's text as written.
  package let source: String
  /// Key and digest of each data set, once.
  package let data: [DataDigest]
  /// SHA-256 of the program that planned; others are refused.
  package let binary: String
  package let engine: Int
  /// The candidates chosen before the run, one per configuration; empty without tuning, or where this run tunes.
  package let choices: [Int]
  /// What is to be trained, by number.
  package let tasks: [RunTask]

  package init(
    run: String, experiment: Experiment, data: [DataDigest], binary: String, choices: [Int], tasks: [RunTask]
  ) {
    self.run = run
    self.experiment = experiment.name
    specification = experiment.effective.yaml
    specificationDigest = SHA256.digest(of: specification).hex
    source = experiment.source
    self.data = data
    self.binary = binary
    engine = EngineVersion.newest
    self.choices = choices
    self.tasks = tasks
  }

  /// The digest of a data set; nil for one that the plan does not name.
  ///
  /// Earlier versions named a recipe without its parameters, and so one for all.
  package func digest(of source: DatasetSource) -> String? {
    (data.first { $0.key == source.key } ?? data.first { $0.key == source.title })?.digest
  }

  /// How many tasks tune; they come first.
  package var tuningCount: Int { tasks.count { $0.stage == .tune } }
}

/// One data set by the key of its source.
package struct DataDigest: Hashable, Sendable {
  package let key: String
  package let digest: String

  package init(key: String, digest: String) {
    self.key = key
    self.digest = digest
  }
}

/// One trial of a run by its place among the trials of its stage.
package struct RunTask: Hashable, Sendable {
  package enum Stage: String, CaseIterable, Hashable, Sendable {
    case tune, compare
  }

  package let stage: Stage
  package let position: Int
  /// Nil while it depends on what this run tunes.
  package let trial: TrialID?

  package init(stage: Stage, position: Int, trial: TrialID?) {
    self.stage = stage
    self.position = position
    self.trial = trial
  }
}

// MARK: - As a file

extension RunPlan {
  /// The text of `plan.json`: one object with the plan and the SHA-256 of the plan's text; equal plans, equal bytes.
  package var text: String {
    let plan = node.canonical
    return SpecNode.map([("plan", node), ("sha256", .text(SHA256.digest(of: plan).hex))]).canonical + "\n"
  }

  private var node: SpecNode {
    .map([
      ("binary", .text(binary)), ("choices", .list(choices.map(\.node))),
      ("data", .list(data.map { .map([("digest", .text($0.digest)), ("title", .text($0.key))]) })),
      ("engine", engine.node), ("experiment", .text(experiment)), ("run", .text(run)), ("source", .text(source)),
      ("specification", .text(specification)), ("specificationDigest", .text(specificationDigest)),
      ("tasks", .list(tasks.map { .text("\($0.stage.rawValue) \($0.position) \($0.trial?.hex ?? "-")") })),
    ])
  }

  /// Reads `plan.json`; `path` is for the error.
  package init(text: String, path: String) throws(RunFolderError) {
    let document: SpecNode
    do { document = try YAMLReader.read(text, file: path) } catch { throw .plan(path: path, "\(error)") }
    guard let plan = document["plan"], let seal = document["sha256"] else {
      throw .plan(path: path, "it holds no plan of dropout-lab")
    }
    let digest = SHA256.digest(of: plan.canonical).hex
    guard seal.scalar == digest else {
      throw .plan(path: path, "it was changed after it was frozen: its SHA-256 is \(digest), not \(seal.scalar ?? "")")
    }
    func word(_ key: String) throws(RunFolderError) -> String {
      guard let word = plan[key]?.scalar else { throw .plan(path: path, "it lacks '\(key)'") }
      return word
    }
    func items(_ key: String) throws(RunFolderError) -> [SpecNode] {
      guard case .list(let items)? = plan[key]?.content else { throw .plan(path: path, "it lacks the list '\(key)'") }
      return items
    }
    run = try word("run")
    experiment = try word("experiment")
    specification = try word("specification")
    specificationDigest = try word("specificationDigest")
    source = try word("source")
    binary = try word("binary")
    engine = Int(try word("engine")) ?? 0
    choices = try items("choices").compactMap { $0.scalar.flatMap { Int($0) } }
    data = try items("data").compactMap { item in
      guard let key = item["title"]?.scalar, let digest = item["digest"]?.scalar else { return nil }
      return DataDigest(key: key, digest: digest)
    }
    let tasks = try items("tasks")
    self.tasks = tasks.compactMap { $0.scalar.flatMap(RunTask.init) }
    guard self.tasks.count == tasks.count else { throw .plan(path: path, "it names tasks that make no sense") }
  }
}

extension RunTask {
  fileprivate init?(_ text: String) {
    let words = text.split(separator: " ")
    guard words.count == 3, let stage = Stage(rawValue: String(words[0])), let position = Int(words[1]) else {
      return nil
    }
    self.init(stage: stage, position: position, trial: words[2] == "-" ? nil : TrialID(hex: String(words[2])))
  }
}

extension SpecNode {
  fileprivate var scalar: String? {
    if case .scalar(let text, _) = content { return text }
    return nil
  }
}
