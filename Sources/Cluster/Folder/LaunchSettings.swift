import Experiments
import Files
import Foundation
import Specifications

/// Where trials are trained.
package enum Engine: String, CaseIterable, Sendable {
  /// In this process.
  case local
  /// As job arrays of a Slurm cluster.
  case slurm
  /// On machines reached by ssh.
  case ssh
  /// Nowhere yet: the folder is made for a scheduler that runs 'worker' itself.
  case folder
}

/// How the elements of a run are started, as `run` fixed it and `resume` finds it again in `launch.json`.
package struct LaunchSettings: Hashable, Sendable {
  package var engine: Engine
  package var slurm: SlurmOptions
  /// Tasks of one element.
  package var pack: Int
  /// The program and its words before `worker`.
  package var program: [String]
  /// The options of every worker.
  package var worker: [String]
  /// Of ssh: the file that names the machines.
  package var hosts: String?

  package init(
    engine: Engine, slurm: SlurmOptions, pack: Int, program: [String], worker: [String], hosts: String? = nil
  ) {
    self.engine = engine
    self.slurm = slurm
    self.pack = pack
    self.program = program
    self.worker = worker
    self.hosts = hosts
  }

  /// The command of an element but for its number, which comes last.
  package func command(folder: RunFolder, submission: Submission) -> [String] {
    command(folder: folder) + ["--submission", "\(submission.number)", "--element"]
  }

  /// The command of a worker, before it is told what to train.
  package func command(folder: RunFolder) -> [String] { program + ["worker", "--run", folder.path] + worker }
}

// MARK: - As a file

extension RunFolder {
  private var launchFile: URL { url.appending(path: "launch.json") }

  package func write(_ settings: LaunchSettings) throws(FileError) {
    try AtomicFile.write(text: settings.node.canonical + "\n", to: launchFile)
  }

  package func launchSettings() throws(RunFolderError) -> LaunchSettings {
    let text: String
    do { text = String(decoding: try FileContents.read(launchFile), as: UTF8.self) } catch {
      throw error.isMissing ? .missing(path: path) : .file(error)
    }
    do {
      guard let settings = LaunchSettings(try YAMLReader.read(text, file: launchFile.path)) else {
        throw RunFolderError.plan(path: launchFile.path, "it does not say how elements are started")
      }
      return settings
    } catch let error as RunFolderError {
      throw error
    } catch {
      throw .plan(path: launchFile.path, "\(error)")
    }
  }
}

extension LaunchSettings {
  fileprivate var node: SpecNode {
    func text(_ value: String?) -> SpecNode { .text(value ?? "") }
    return .map([
      ("account", text(slurm.account)), ("cpus", slurm.cpus.node), ("engine", text(engine.rawValue)),
      ("grace", slurm.grace.node), ("hosts", text(hosts)),
      ("maxParallel", (slurm.maxParallel ?? 0).node), ("memory", text(slurm.memory)), ("more", slurm.more.node),
      ("pack", pack.node), ("partition", text(slurm.partition)), ("program", program.node), ("time", text(slurm.time)),
      ("worker", worker.node),
    ])
  }

  fileprivate init?(_ node: SpecNode) {
    func word(_ key: String) -> String? {
      guard case .scalar(let text, _)? = node[key]?.content, !text.isEmpty else { return nil }
      return text
    }
    func number(_ key: String) -> Int { word(key).flatMap { Int($0) } ?? 0 }
    func words(_ key: String) -> [String]? { node[key].flatMap { [String].read($0, Problems()) } }
    guard let program = words("program"), let worker = words("worker"), let more = words("more"),
      let engine = word("engine").flatMap(Engine.init),
      number("pack") > 0, number("cpus") > 0
    else { return nil }
    var slurm = SlurmOptions()
    (slurm.partition, slurm.account, slurm.time) = (word("partition"), word("account"), word("time"))
    (slurm.memory, slurm.cpus, slurm.grace) = (word("memory"), number("cpus"), number("grace"))
    slurm.maxParallel = number("maxParallel") > 0 ? number("maxParallel") : nil
    slurm.more = more
    self.init(
      engine: engine, slurm: slurm, pack: number("pack"), program: program, worker: worker, hosts: word("hosts"))
  }
}
