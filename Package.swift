// swift-tools-version: 6.2
import PackageDescription

// Targets stand from the ground up: each uses only targets listed before it and named in its row.
// docs/architecture.md says what each room is for; the loop at the end checks the order.

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// The same bits on every machine: no contraction, no reassociation, optimised in every configuration.
let exactC: [CSetting] = [.unsafeFlags(["-O3", "-ffp-contract=off", "-fno-math-errno", "-std=c17"])]

/// Rooms that draw, sort and sum by the million, optimised in every configuration: unoptimised they take a third of all tests' time.
let counting: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

func room(
  _ name: String, _ uses: [Target.Dependency] = [], resources: [Resource]? = nil, settings: [SwiftSetting] = strict
) -> Target {
  .target(name: name, dependencies: uses, resources: resources, swiftSettings: settings)
}

func tests(of name: String, _ uses: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.target(name: name)] + uses, resources: resources,
    swiftSettings: strict)
}

// MARK: - Foundations

let foundations: [Target] = [
  .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
  .systemLibrary(name: "CCairo", pkgConfig: "cairo", providers: [.apt(["libcairo2-dev"]), .brew(["cairo"])]),
  .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
  .systemLibrary(name: "CMemory"),
  .systemLibrary(name: "CThreads"),
  .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
  .systemLibrary(
    name: "CMarkdown", pkgConfig: "libcmark-gfm",
    providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"]), .brew(["cmark-gfm"])]),
  .target(name: "PNGShim", dependencies: ["CPNG"]),
  .target(name: "CKernels", cSettings: exactC, linkerSettings: [.linkedLibrary("m")]),
  room("Files", ["CCrypto"]),
  room("Randomness", ["CKernels"], settings: counting),
  room("Tensors", ["CKernels"], settings: counting),
  room("Specifications", settings: counting),
]

// MARK: - Instruments

let instruments: [Target] = [
  room("NeuralNets", ["Randomness", "Tensors", "CKernels", "Specifications"], settings: counting),
  room("Datasets", ["CKernels", "Randomness", "Tensors", "Specifications", "Files", "CZlib"], settings: counting),
  room("Statistics", ["Randomness", "CKernels"], settings: counting),
  room("Identities", ["NeuralNets", "Statistics", "Randomness", "Tensors", "Specifications", "CKernels"]),
  room("Plotting", ["PNGShim", "CCairo", "Files"]),
]

// MARK: - Vocabulary and work

let vocabularyAndWork: [Target] = [
  room("Experiments", ["Specifications", "NeuralNets", "Datasets", "Files", .product(name: "Yams", package: "Yams")]),
  room(
    "Training",
    [
      "Specifications", "Experiments", "NeuralNets", "Datasets", "Randomness", "Tensors", "Files", "CKernels",
    ]),
  room(
    "Archive",
    [
      "Specifications", "Experiments", "NeuralNets", "Datasets", "Files", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift"),
    ]),
  room("Analysis", ["Specifications", "Experiments", "NeuralNets", "Datasets", "Statistics"]),
  room("Cluster", ["Specifications", "Experiments", "NeuralNets", "Datasets", "Files"]),
]

// MARK: - Presentation and command line

let presentation: [Target] = [
  room(
    "Reports",
    [
      "Analysis", "Statistics", "Experiments", "Specifications", "NeuralNets", "Datasets", "Plotting", "Files",
      "CMarkdown",
      .product(name: "Mustache", package: "swift-mustache"),
    ], resources: [.embedInCode("Templates")]),
  room(
    "Browser",
    [
      "Archive", "Analysis", "Statistics", "Reports", "Experiments", "Specifications", "NeuralNets", "Datasets",
      "Files",
    ], resources: [.embedInCode("Assets")]),
  room(
    "Server",
    [
      "Browser", "Archive", "Analysis", "Reports", "Experiments", "Specifications", "NeuralNets", "Datasets", "Files",
      .product(name: "Hummingbird", package: "hummingbird"),
      .product(name: "HummingbirdCore", package: "hummingbird"),
      .product(name: "HTTPTypes", package: "swift-http-types"),
      .product(name: "Logging", package: "swift-log"),
      .product(name: "NIOCore", package: "swift-nio"),
      .product(name: "NIOHTTP1", package: "swift-nio"),
      .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      .product(name: "UnixSignals", package: "swift-service-lifecycle"),
    ], resources: [.embedInCode("API")]),
  .executableTarget(
    name: "dropout-lab",
    dependencies: [
      "Files", "Randomness", "Specifications", "NeuralNets", "Datasets", "Statistics", "Identities", "Experiments",
      "Training",
      "Archive", "Analysis", "Cluster", "Reports", "Browser", "Server", "CMemory", "CThreads",
      .product(name: "ArgumentParser", package: "swift-argument-parser"),
    ],
    swiftSettings: strict),
]

// MARK: - Tests

let fuzzed: [Target.Dependency] = [
  "Files", "Specifications", "NeuralNets", "Datasets", "Experiments", "Training", "Archive", "Cluster", "Reports",
  "Browser", .product(name: "GRDB", package: "GRDB.swift"),
]

/// `make fuzz` alone builds it: libFuzzer brings its own `main`.
let fuzzers: [Target] =
  Context.environment["DROPOUT_LAB_FUZZERS"] == nil
  ? [] : [.executableTarget(name: "fuzz", dependencies: fuzzed, path: "Tests/Fuzzing", swiftSettings: strict)]

let testTargets: [Target] = [
  tests(of: "PNGShim"),
  tests(of: "CKernels"),
  tests(of: "Files"),
  tests(of: "Randomness", ["CKernels"]),
  tests(of: "Tensors", ["CKernels", "Randomness"]),
  tests(of: "Specifications"),
  tests(
    of: "NeuralNets", ["Specifications", "Randomness", "Tensors", "CKernels"], resources: [.copy("Reference")]),
  tests(
    of: "Datasets",
    [
      "CKernels", "Specifications", "Randomness", "Tensors", "Files", "CZlib", "NeuralNets", "Experiments", "Training",
    ]),
  tests(of: "Statistics", ["Randomness"], resources: [.copy("Reference")]),
  tests(of: "Identities", ["NeuralNets", "Randomness", "Specifications"]),
  tests(of: "Plotting", ["PNGShim", "Files"]),
  tests(of: "Experiments", ["Specifications", "NeuralNets", "Datasets"]),
  tests(
    of: "Training", ["Specifications", "Experiments", "NeuralNets", "Datasets", "Randomness", "Tensors", "Files"],
    resources: [.copy("Interop")]),
  tests(
    of: "Archive",
    [
      "Specifications", "Experiments", "NeuralNets", "Datasets", "Files",
      .product(name: "GRDB", package: "GRDB.swift"),
    ], resources: [.copy("Versions")]),
  tests(of: "Analysis", ["Specifications", "Experiments", "NeuralNets", "Datasets", "Statistics"]),
  tests(of: "Cluster", ["Specifications", "Experiments", "NeuralNets", "Datasets", "Files"]),
  tests(
    of: "Reports",
    ["Specifications", "Analysis", "Experiments", "NeuralNets", "Datasets", "Plotting", "Files", "Statistics"],
    resources: [.copy("Typesetting/Reference")]),
  tests(
    of: "Browser",
    [
      "Archive", "Analysis", "Statistics", "Reports", "Experiments", "Specifications", "NeuralNets", "Datasets",
      "Files",
    ]),
  tests(
    of: "Server",
    ["Archive", "Browser", "Reports", "Experiments", "Specifications", "NeuralNets", "Datasets", "Files"]),
  .testTarget(name: "ArchitectureTests", swiftSettings: strict),
  .testTarget(name: "FuzzingTests", dependencies: fuzzed, exclude: ["Corpus"], swiftSettings: strict),
  .testTarget(
    name: "EndToEndTests",
    dependencies: ["dropout-lab", "Archive", "Experiments", .product(name: "GRDB", package: "GRDB.swift")],
    swiftSettings: strict),
]

let package = Package(
  name: "dropout-lab",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "dropout-lab", targets: ["dropout-lab"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: foundations + instruments + vocabularyAndWork + presentation + testTargets + fuzzers,
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)

// A target may use only what stands above it in the list.
var standing: Set<String> = []
for target in package.targets {
  for case .targetItem(let used, _) in target.dependencies {
    precondition(standing.contains(used), "\(target.name) uses \(used), which is not listed before it")
  }
  for case .byNameItem(let used, _) in target.dependencies {
    precondition(standing.contains(used), "\(target.name) uses \(used), which is not listed before it")
  }
  standing.insert(target.name)
}
