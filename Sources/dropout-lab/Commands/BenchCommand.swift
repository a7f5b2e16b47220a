import ArgumentParser
import Datasets
import Experiments
import Foundation
import Specifications
import Training

/// Measures how fast networks train on this machine.
struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure how fast networks train on this machine.",
    discussion: """
      Trains one of the networks of Benchmarks/peer.py on MNIST, on synthetic digits when no MNIST files are found. \
      With several threads, so many networks train at once, one thread each, as `run` does it. With --noise every \
      variant of dropout and the same step without noise take turns of a few steps; bind the program to one processor \
      (taskset -c 0), or two of different speed are compared. With --inference, the cost of asking a network \
      of dense layers is measured instead: without dropout, with either convention, by Monte Carlo and by the moments \
      of DropConnect, in turns.
      """)

  @Option(
    name: .customLong("case"),
    help: "The network of Benchmarks/peer.py: a and b are dense, c convolutional, d residual, e recurrent.")
  var chosen: BenchmarkCase?

  @Option(parsing: .unconditional, help: "Networks that train at once, one thread each; 1 unless given.")
  var threads: Int?

  @Option(
    parsing: .unconditional, help: "Seconds to measure after the warm-up; with --noise, each variant. 5 unless given.")
  var seconds: Double?

  @Flag(help: "Train without dropout.")
  var noDropout = false

  @Flag(help: "Measure what it costs to ask a network, of case a or b.")
  var inference = false

  @Option(parsing: .unconditional, help: "With --inference: rounds of each way, in turns; 20 unless given.")
  var repeats: Int?

  @Option(
    parsing: .unconditional, help: "With --inference: normal samples of DropConnect's moments; 1000 unless given.")
  var samples: Int?

  @Option(help: "Time the noise of every variant in a network instead: a perceptron, or the maps of case c.")
  var noise: NoiseBenchmark?

  @Option(
    parsing: .unconditional,
    help: "Rounds of --noise, each of which measures every variant beside the step without it; 5 unless given.")
  var rounds: Int?

  @Option(help: "Folder that holds data sets, such as mnist/.")
  var data: String?

  @Flag(help: "Print one line of JSON.")
  var json = false

  func validate() throws {
    try checkMeasurement()
    if let threads, !(1...256).contains(threads) {
      throw ValidationError("--threads is \(threads); allowed is 1 to 256")
    }
    if let repeats, repeats < 2 { throw ValidationError("--repeats is \(repeats); allowed is at least 2") }
    if let samples, samples < 1 { throw ValidationError("--samples is \(samples); allowed is at least 1") }
    if inference, network != .a, network != .b {
      throw ValidationError("--inference is for the dense networks a and b, not for \(network.rawValue)")
    }
    if let seconds, !(seconds > 0) { throw ValidationError("--seconds is \(seconds); allowed is a number above 0") }
    if let rounds, !(1...1000).contains(rounds) {
      throw ValidationError("--rounds is \(rounds); allowed is 1 to 1000")
    }
  }

  /// Speed, `--inference` and `--noise` are three measurements with options of their own.
  private func checkMeasurement() throws {
    if inference, noise != nil {
      throw ValidationError("--inference and --noise are two measurements; ask for one")
    }
    let asked = inference ? "--inference" : "--noise"
    if inference || noise != nil, noDropout || threads != nil {
      throw ValidationError("\(asked) has no \(noDropout ? "--no-dropout" : "--threads")")
    }
    if inference, seconds != nil { throw ValidationError("--inference has --repeats, not --seconds") }
    if noise != nil, chosen != nil { throw ValidationError("--noise names its network itself, without --case") }
    if !inference, repeats != nil || samples != nil {
      throw ValidationError("\(repeats != nil ? "--repeats" : "--samples") goes with --inference")
    }
    if noise == nil, rounds != nil { throw ValidationError("--rounds goes with --noise") }
  }

  private var network: BenchmarkCase { chosen ?? .a }

  func run() throws {
    let start = ProcessStart.time()
    let (dataset, dealt) = try load()
    if let noise {
      let times = try NoiseTimes.measure(
        noise, dataset: dataset, data: dealt, rounds: rounds ?? 5, seconds: seconds ?? 5)
      return Output.print(json ? times.json : times.text)
    }
    let trial = PlannedTrial.measured(network.trial(dropout: !noDropout, dataset: dataset))
    if inference { return try askRepeatedly(trial, dealt) }
    let threads = threads ?? 1
    let measured = Speed.measure(trial, on: dealt, threads: threads, seconds: seconds ?? 5)
    let report = BenchReport(
      network: network, threads: threads, dropout: !noDropout, dataset: trial.spec.dataset.source.title,
      examplesPerSecond: measured.reduce(0) { $0 + Double($1.examples) / $1.seconds },
      startToFirstStep: (measured.map(\.firstStepAt).min() ?? start) - start,
      peakMemory: measured.map(\.peakMemory).max() ?? 0)
    Output.print(json ? report.json : report.text)
  }

  /// Prints what every way of asking costs.
  private func askRepeatedly(_ trial: PlannedTrial, _ data: DealtExamples) throws {
    let samples = samples ?? 1_000
    guard let benchmark = InferenceBenchmark(network, on: data, samples: samples) else {
      throw ValidationError("network \(network.rawValue) cannot be asked by moments")
    }
    let report = InferenceReport(
      network: network, dataset: trial.spec.dataset.source.title, images: data.test.count, samples: samples,
      seconds: InferenceReport.interleaved(benchmark, repeats: repeats ?? 20))
    Output.print(json ? report.json : report.text)
  }

  private func load() throws -> (DatasetSpec, DealtExamples) {
    let folders = DatasetFolders(
      given: data, environment: ProcessInfo.processInfo.environment,
      current: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory))
    let store = DatasetStore(folders: folders)
    let isThere = Result { try folders.locate(.named(.mnist)) }.isSuccess
    let spec = DatasetSpec(
      source: isThere ? .named(.mnist) : .syntheticDigits, training: inference ? 6_000 : 60_000, validation: 0,
      test: inference ? 10_000 : 0)
    return (spec, try store.load(spec.source, seed: 1).deal(spec, seed: 1, replicate: 0))
  }
}

extension BenchmarkCase: ExpressibleByArgument {}
extension NoiseBenchmark: ExpressibleByArgument {}

extension Result {
  fileprivate var isSuccess: Bool {
    switch self {
    case .success: true
    case .failure: false
    }
  }
}

/// Several measurements at once.
private enum Speed {
  static func measure(
    _ trial: PlannedTrial, on data: DealtExamples, threads: Int, seconds: Double
  ) -> [SpeedMeasurement] {
    if threads == 1 { return [SpeedMeasurement.measure(trial, on: data, seconds: seconds)] }
    return ParallelThreads.map(threads) { _ in SpeedMeasurement.measure(trial, on: data, seconds: seconds) }
  }
}

/// What a measurement prints.
private struct BenchReport {
  let network: BenchmarkCase
  let threads: Int
  let dropout: Bool
  let dataset: String
  let examplesPerSecond: Double
  let startToFirstStep: Double
  let peakMemory: Int

  private func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

  var json: String {
    """
    {"schema":1,"case":"\(network.rawValue)","threads":\(threads),"dropout":\(dropout),"dataset":"\(dataset)",\
    "examples_per_second":\(decimal(examplesPerSecond, 1)),\
    "start_to_first_step_seconds":\(decimal(startToFirstStep, 3)),\
    "peak_memory_mb":\(decimal(Double(peakMemory) / 1_048_576, 1))}
    """
  }

  var text: String {
    """
    network \(network.rawValue) on \(dataset), \(dropout ? "with" : "without") dropout, \(threads) at once
    \(decimal(examplesPerSecond, 0)) examples/s, first step after \(decimal(startToFirstStep, 2)) s, \
    peak memory \(decimal(Double(peakMemory) / 1_048_576, 0)) MB
    """
  }
}
