import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors
import Testing
import Training

/// Exported weights of every kind of network in PyTorch's hands: plain modules take them by name and say the same.
struct InteropTests {
  /// A network with its name in `Interop/evaluate.py`.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let spec: NetworkSpec
    var input = MapShape(height: 9, width: 8, channels: 2)
    var outputs = 3
    var steps = 1
    /// Symbols of a language; features are numbers where there are none.
    var symbols: Int?
    var dropout = DropoutPlacement()

    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let convolutions = [
      ConvolutionSpec(channels: 5, kernel: 3, pool: .max(size: 2, stride: 2)),
      ConvolutionSpec(channels: 18, kernel: 3, stride: 2, padding: 1),
    ]
    let fifth = Dropout.bernoulli(rate: Rate(0.2), convention: .inverted)
    let classic = Dropout.bernoulli(rate: Rate(0.3), convention: .classic)
    let depth = ResidualDropout.stochasticDepth(StochasticDepth(survival: .linear(last: 0.5)))
    return [
      Case(
        name: "mlp", spec: .mlp(MLPSpec(hidden: [12, 9])),
        dropout: DropoutPlacement(input: classic, hidden: .same(classic))),
      Case(name: "mlp-normalised", spec: .mlp(MLPSpec(hidden: [12, 9], batchNorm: true))),
      Case(
        name: "cnn", spec: .cnn(CNNSpec(convolutions: convolutions, hidden: [7])),
        dropout: DropoutPlacement(input: fifth, maps: .same(.spatial(rate: Rate(0.3))))),
      Case(
        name: "cnn-normalised",
        spec: .cnn(CNNSpec(convolutions: convolutions, hidden: [7], head: .average, batchNorm: true))),
      Case(name: "resnet", spec: .resnet(ResNetSpec(stages: [4, 6], blocks: 2))),
      Case(name: "resnet-preactivated", spec: .resnet(ResNetSpec(stages: [4, 6], blocks: 2, preactivation: true))),
      Case(name: "resmlp", spec: .resmlp(ResMLPSpec(width: 9, blocks: 3))),
      Case(
        name: "resmlp-classic-depth", spec: .resmlp(ResMLPSpec(width: 9, blocks: 3)),
        dropout: DropoutPlacement(residual: depth)),
      Case(
        name: "lstm", spec: .recurrent(RecurrentSpec(cell: .lstm, units: 6)),
        dropout: DropoutPlacement(recurrent: RecurrentDropout(input: Rate(0.2), state: .tied(rate: Rate(0.3))))),
      Case(name: "gru", spec: .recurrent(RecurrentSpec(cell: .gru, units: 5, layers: 2))),
      Case(
        name: "language", spec: .recurrent(RecurrentSpec(cell: .lstm, units: 6, embedding: 4)),
        input: MapShape(height: 11, width: 1, channels: 1), outputs: 7, steps: 11, symbols: 7),
      Case(
        name: "vit", spec: .vit(ViTSpec(patch: 3, width: 8, heads: 2, layers: 2, hidden: 12)),
        input: MapShape(height: 9, width: 6, channels: 2)),
      Case(name: "fractal", spec: .fractal(FractalSpec(channels: [4, 5], columns: 3))),
      Case(name: "linear", spec: .linear(LinearSpec(.logistic))),
      Case(name: "autoencoder", spec: .autoencoder(AutoencoderSpec(hidden: [10])), outputs: 144),
    ]
  }()

  @Test(.enabled(if: Torch.python != nil, "no Python with torch; name one in $TORCH_PYTHON"), arguments: cases)
  func `a plain module of PyTorch takes the exported weights by name and has the same logits`(_ item: Case) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = Result { try FileManager.default.removeItem(at: folder) } }
    let (network, features, logits) = item.evaluated()
    try Data(Safetensors.encode(network.namedTensors)).write(to: folder.appending(path: "weights.safetensors"))
    try Data(item.name.utf8).write(to: folder.appending(path: "case"))
    try features.withUnsafeBytes { try Data($0).write(to: folder.appending(path: "features.f32")) }
    try logits.withUnsafeBytes { try Data($0).write(to: folder.appending(path: "logits.f32")) }
    let difference = try #require(Double(try Torch.evaluate(folder)), "\(item.name)")
    #expect(difference <= 1e-5, "\(item.name)")
  }

  @Test func `every kind of network is a case`() {
    let kinds = Set(Self.cases.map(\.spec.name))
    for choice in NetworkSpec.choices {
      let isThere = kinds.contains(choice.name) || (choice.name == "linear" && kinds.contains("logistic"))
      #expect(isThere, "\(choice.name)")
    }
  }
}

extension InteropTests.Case {
  private static let examples = (0..<UInt32(11)).map { $0 * 37 + 5 }

  /// A network whose values and running statistics are none of the first ones, with features and logits in evaluation.
  func evaluated() -> (network: Network, features: [Float], logits: [Float]) {
    let plan = RandomPlan(seed: 5).replicate(0)
    let count = Self.examples.count
    let network = Network(
      spec, dropout: dropout, regularization: Regularization(),
      optimizer: .sgd(learningRate: 0.1, momentum: .constant(0.9), nesterov: false), input: input, outputs: outputs,
      steps: steps, capacity: count, plan: plan)
    let stream = RandomPlan(seed: 5).dataset("interop")
    for (index, parameter) in network.parameters.enumerated() {
      let size = parameter.shape.reduce(1, *)
      let isGain = parameter.shape.count == 1 && parameter.name.hasSuffix("weight")
      let scale = parameter.shape.count > 1 ? 1 / Double(size / parameter.shape[0]).squareRoot() : 0.2
      network.set(parameter, stream.normals(size, example: index).map { Float((isGain ? 1 : 0) + scale * $0) })
    }
    let normals = stream.normals(count * input.units, example: 1_000)
    let features = normals.map { number in
      symbols.map { Float(Int((number * 1000).magnitude) % $0) } ?? Float(number)
    }
    func pass(_ pass: ForwardPass) {
      Self.examples.withUnsafeBufferPointer { network.forward(features, examples: $0, pass: pass) }
    }
    for step in 0..<3 { pass(.training(plan, step: step)) }
    pass(.evaluation)
    return (network, features, Array(network.logits.values.prefix(count * steps * outputs)))
  }
}

/// A Python that has PyTorch.
private enum Torch {
  static let python: String? = {
    guard let named = ProcessInfo.processInfo.environment["TORCH_PYTHON"] else { return nil }
    return (try? run([named, "-c", "import torch, numpy"])) == nil ? nil : named
  }()

  static func evaluate(_ folder: URL) throws -> String {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Interop/evaluate.py")
    return try run([python ?? "python3", script.path(), folder.path()])
  }

  private static func run(_ command: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    struct Refused: Error { let complaint: String }
    guard process.terminationStatus == 0 else { throw Refused(complaint: String(decoding: complaint, as: UTF8.self)) }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
