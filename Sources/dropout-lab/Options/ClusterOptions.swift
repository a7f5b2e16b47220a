import ArgumentParser
import Cluster
import Files
import Foundation

extension Engine: ExpressibleByArgument {}

/// Where a run that begins is trained.
struct EngineOptions: ParsableArguments {
  @Option(help: "Where trials are trained: local, slurm, ssh, or folder, which only makes the folder for workers.")
  var engine = Engine.local

  @Option(
    help: "The folder of the run, on a file system that all machines see; runs/<name>-<id> unless given.",
    completion: .directory)
  var runFolder: String?

  func validate() throws {
    if engine == .local, runFolder != nil {
      throw ValidationError("--run-folder goes with --engine slurm, ssh or folder")
    }
  }
}

/// How a run is handed to other machines.
struct ClusterOptions: ParsableArguments {
  @Option(help: "Of ssh: a file with a host and how many elements it runs at once per line.", completion: .file())
  var hosts: String?

  @Option(parsing: .unconditional, help: "Trials of one element; so many that it takes 10 s unless given.")
  var pack: Int?

  @Flag(help: "Wait until nothing is queued, then collect.")
  var wait = false

  @Option(help: "Of Slurm: submit a job that collects into this results folder once all others have ended.")
  var collectInto: String?

  @OptionGroup var slurm: SlurmArguments

  func validate() throws {
    if let pack, !(1...100_000).contains(pack) {
      throw ValidationError("--pack is \(pack); allowed is 1 to 100000")
    }
  }

  /// Refuses options that do not go with the engine.
  func check(_ engine: Engine) throws {
    if engine == .ssh, hosts == nil { throw ValidationError("--engine ssh needs --hosts FILE") }
    if engine != .ssh, hosts != nil { throw ValidationError("--hosts goes with --engine ssh") }
    if engine != .slurm, !slurm.isEmpty || wait || collectInto != nil {
      throw ValidationError(
        "--partition, --account, --time, --memory, --max-parallel, --sbatch-option, --wait and --collect-into "
          + "go with --engine slurm")
    }
    if engine == .local, pack != nil || slurm.cpus != nil {
      throw ValidationError("--pack and --cpus go with --engine slurm or ssh")
    }
    if engine == .folder, pack != nil || slurm.cpus != nil {
      throw ValidationError("--pack and --cpus go with --engine slurm or ssh; a folder has single trials")
    }
  }

  /// The machines of `--hosts`; nil where none are named.
  func machines() throws -> SSHHosts? {
    try hosts.map { path in
      try SSHHosts(text: try SpecText.read(path), file: path)
    }
  }
}

/// What Slurm is asked for.
struct SlurmArguments: ParsableArguments {
  @Option(help: "Of Slurm: the partition.")
  var partition: String?

  @Option(help: "Of Slurm: the account.")
  var account: String?

  @Option(help: "Of Slurm: the time limit of an element, such as 30m, 2h or 1-00:00:00.")
  var time: String?

  @Option(parsing: .unconditional, help: "Cores of an element: so many of its trials train at once.")
  var cpus: Int?

  @Option(help: "Of Slurm: the memory of an element, such as 4G.")
  var memory: String?

  @Option(parsing: .unconditional, help: "Of Slurm: elements that run at once.")
  var maxParallel: Int?

  @Option(help: "Of Slurm: one more option of sbatch, such as --sbatch-option=--nice=100; may be repeated.")
  var sbatchOption: [String] = []

  var isEmpty: Bool {
    partition == nil && account == nil && time == nil && memory == nil && maxParallel == nil && sbatchOption.isEmpty
  }

  func validate() throws {
    if let cpus, !(1...1024).contains(cpus) { throw ValidationError("--cpus is \(cpus); allowed is 1 to 1024") }
    if let maxParallel, maxParallel < 1 {
      throw ValidationError("--max-parallel is \(maxParallel); allowed is 1 or more")
    }
    for (name, value) in [("partition", partition), ("account", account), ("time", time), ("memory", memory)] {
      if let value, value.wholeMatch(of: /[A-Za-z0-9_.,:+-]+/) == nil {
        throw ValidationError("--\(name) is '\(value)'; allowed are letters, digits and _ . , : + -")
      }
    }
    if let odd = sbatchOption.first(where: { !$0.hasPrefix("--") || $0.contains(where: \.isNewline) }) {
      throw ValidationError("--sbatch-option is '\(odd)'; allowed is one option of sbatch, such as --nice=100")
    }
  }

  var options: SlurmOptions {
    var options = SlurmOptions()
    options.partition = partition
    options.account = account
    options.time = time
    options.cpus = cpus ?? 1
    options.memory = memory
    options.maxParallel = maxParallel
    options.more = sbatchOption
    return options
  }
}
