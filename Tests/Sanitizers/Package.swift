// swift-tools-version: 6.2
import PackageDescription

// The C of this program with its tests and nothing else, so that sanitizers build it in a minute: the folders are
// links to those of the whole. `make test` runs it (short.sh).

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Undefined behaviour ends the tests. The runtime of AddressSanitizer has what this needs.
let undefined = ["-fsanitize=undefined", "-fno-sanitize-recover=undefined"]

/// The flags of the whole without its optimisation, which takes minutes under sanitizers.
let exactC = ["-O0", "-ffp-contract=off", "-fno-math-errno", "-std=c17"]

let package = Package(
  name: "sanitizers",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"]), .brew(["libpng"])]),
    .target(name: "PNGShim", dependencies: ["CPNG"], cSettings: [.unsafeFlags(undefined)]),
    .target(name: "CKernels", cSettings: [.unsafeFlags(exactC + undefined)], linkerSettings: [.linkedLibrary("m")]),
    .testTarget(name: "PNGShimTests", dependencies: ["PNGShim"], swiftSettings: strict),
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels"], swiftSettings: strict + [.define("UNOPTIMISED_C")]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
