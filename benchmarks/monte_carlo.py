"""Risk: a business case drawn in SQL against numpy month by month, CPU and peak memory.

``python benchmarks/monte_carlo.py [draws ...]`` writes a section of results.md. Nine uncertain inputs over 36 months;
every contender runs in its own process on one thread and ends with mean, percentiles and the probability of a loss.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from measure import ratio, report, run, typical
from report import write_section

REPOSITORY = Path(__file__).resolve().parents[1]
CONTENDERS = ("SQL", "numpy, all months at once", "numpy, month by month")
REPETITIONS = 5
UNITS, MONTHS, DISCOUNT = 5200.0, 36, 1.1 ** (-1 / 12)
RANGES = {
    "adoption": (0.5, 0.8, 0.95),
    "ramp_months": (3.0, 6.0, 9.0),
    "success": (0.2, 0.35, 0.5),
    "build": (180_000.0, 240_000.0, 420_000.0),
    "interface": (25_000.0, 35_000.0, 60_000.0),
    "training": (8_000.0, 12_000.0, 18_000.0),
    "run": (9_000.0, 13_000.0, 20_000.0),
    "support": (500.0, 1_000.0, 2_000.0),
}
MONTHLY = ("run", "support")
MODELS = {"draws": "view", "simulated_npvs": "table", "simulations": "table"}


def compile_models(directory: Path, draws: int) -> None:
    """Let dbt write the SQL of the simulation."""
    models = [f"assay_value__{model}" for model in MODELS]
    command = [
        str(Path(sys.executable).parent / "dbt"),
        "--quiet",
        "compile",
        "--profiles-dir",
        str(REPOSITORY),
        "--target-path",
        str(directory),
    ]
    command += ["--vars", f"assay_draws: {draws}", "--select", *models]
    subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)


def declare(path: Path) -> None:
    """Write what the simulation reads: inputs with their annuities, ramp factors and one use case."""
    annuity = sum(DISCOUNT**month for month in range(1, MONTHS + 1))
    rows = [
        (name, low, mode, high, 20.0 if name == "success" else 0.0, annuity if name in MONTHLY else 1.0)
        for name, (low, mode, high) in RANGES.items()
    ]
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema assay_work")
        connection.execute("""create table listed (
            input varchar, low double, mode double, high double, effect_slope double, annuity double)""")
        connection.executemany("insert into listed values (?, ?, ?, ?, ?, ?)", rows)
        connection.execute("""create table assay_work.assay_value__inputs as
            select 'a' as use_case, row_number() over ()::integer as input_number, *, (low + mode + high) / 3 as mean,
                case when input in ('adoption', 'ramp_months', 'success') then 'assumption' else 'cost_line' end
                    as input_kind,
                'triangular' as distribution, (hash(input) % 4294967296)::bigint as stream
            from listed
            union all by name
            select 'a' as use_case, 9 as input_number, 'effect' as input,
                6 - 2 * 1.6448536269514722 as low, 6.0 as mode,
                6 + 2 * 1.6448536269514722 as high, 1.0 as effect_slope, 0.0 as annuity, 6.0 as mean,
                'effect' as input_kind, 'normal' as distribution, (hash('effect') % 4294967296)::bigint as stream""")
        connection.execute("""update assay_work.assay_value__inputs set annuity = 0
            where input_kind <> 'cost_line'""")
        connection.execute(f"""create table assay_work.assay_value__ramp_factors as
            select 'a' as use_case, month, sum(month * factor) over (order by month) as ramp_sum,
                sum(factor) over () - sum(factor) over (order by month) as full_sum, {MONTHS} as horizon_months
            from (select range::integer as month, if(range = 0, 0, {DISCOUNT!r}::double ** range) as factor
                from range({MONTHS} + 1))""")
        connection.execute(f"""create table assay_work.assay_inputs__use_cases as select 'a' as use_case,
            'USD' as currency, {UNITS}::double as units_per_month, {MONTHS} as horizon_months""")
        connection.execute("""create table assay_work.assay_value__business_cases as select 'a' as use_case,
            'base' as scenario, 1.0::double as npv_amount, 'ok' as evidence_status, null::varchar as reason""")
        connection.execute("""create table assay_work.assay_value__beta_shares (use_case varchar, input_number integer,
            step integer, beta_share double)""")


def simulate_in_sql(directory: Path) -> dict[str, Any]:
    """Draw and sum up in the warehouse; the value of every draw is stored, as in a build."""
    with duckdb.connect(str(directory / "warehouse.duckdb")) as connection:
        connection.execute("set threads = 1")
        started = time.process_time()
        for model, kind in MODELS.items():
            (path,) = (directory / "compiled").rglob(f"assay_value__{model}.sql")
            connection.execute(f"create or replace {kind} assay_work.assay_value__{model} as {path.read_text()}")
        seconds = time.process_time() - started
        mean, risk = connection.execute(
            "select expected_npv_amount, npv_negative_rate from assay_work.assay_value__simulations"
        ).fetchall()[0]
    return {"cpu_seconds": seconds, "mean": mean, "risk": risk}


def simulate_in_numpy(draws: int, at_once: bool) -> dict[str, Any]:
    """Draw with numpy's own generator and add up discounted flows."""
    started = time.process_time()
    generator = np.random.default_rng(1)
    drawn = {name: generator.triangular(*bounds, draws) for name, bounds in RANGES.items()}
    effect = generator.normal(6, 2, draws) + 20 * (drawn["success"] - sum(RANGES["success"]) / 3)
    monthly_cost = drawn["run"] + drawn["support"]
    total = -(drawn["build"] + drawn["interface"] + drawn["training"])
    months = np.arange(1, MONTHS + 1)
    if at_once:
        adopted = drawn["adoption"][:, None] * np.minimum(1, months / drawn["ramp_months"][:, None])
        total = total + (UNITS * adopted * effect[:, None] - monthly_cost[:, None]) @ DISCOUNT**months
    else:
        for month in months:
            adopted = drawn["adoption"] * np.minimum(1, month / drawn["ramp_months"])
            total += (UNITS * adopted * effect - monthly_cost) * DISCOUNT**month
    np.quantile(total, [0.05, 0.5, 0.95])
    np.sort(total)[: draws // 20].mean()
    seconds = time.process_time() - started
    return {"cpu_seconds": seconds, "mean": float(total.mean()), "risk": float((total < 0).mean())}


def contend(contender: str, directory: Path, draws: int) -> dict[str, Any]:
    """Do one contender's work."""
    if contender == "SQL":
        return simulate_in_sql(directory)
    return simulate_in_numpy(draws, contender == CONTENDERS[1])


def compare(draws: int) -> list[str]:
    """Measure all contenders with one number of draws; return rows of the table."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        compile_models(directory, draws)
        declare(directory / "warehouse.duckdb")
        runs = [
            {contender: run(__file__, contender, name, str(draws)) for contender in CONTENDERS}
            for _ in range(REPETITIONS)
        ]
    risks = [runs[0][contender]["risk"] for contender in CONTENDERS]
    if max(risks) - min(risks) > 6 * (0.25 / draws) ** 0.5:
        raise AssertionError(f"probabilities of a loss differ: {risks}")
    return [
        f"| {draws:,} | {contender} | {typical(runs, contender, 'cpu_seconds') * 1e3:,.0f} "
        f"| {ratio(runs, contender, CONTENDERS[2], 'cpu_seconds'):.2f} "
        f"| {typical(runs, contender, 'peak_bytes') / 2**20:,.0f} | {runs[0][contender]['risk']:.4f} |"
        for contender in CONTENDERS
    ]


def main() -> None:
    """Run the benchmark, or one contender of it."""
    if len(sys.argv) > 1 and sys.argv[1] in CONTENDERS:
        contender, directory, draws = sys.argv[1:]
        report(lambda: contend(contender, Path(directory), int(draws)))
        return
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000]
    lines = [
        "| draws | by | CPU ms | ratio to numpy month by month | peak memory MiB | P(loss) |",
        "|---|---|---|---|---|---|",
    ]
    for size in sizes:
        lines += compare(size)
    lines += [
        "",
        "One thread, nine inputs, 36 months. SQL plans its queries, stores the value of every draw and sums exactly,",
        "so that any number of threads gives the same bytes; numpy keeps nothing and is cheaper in CPU and memory.",
        "Inputs are drawn again, not stored, where sensitivities need them. Memory is the peak of the whole process.",
    ]
    write_section("monte_carlo", "Risk", "python benchmarks/monte_carlo.py", lines, ("duckdb", "numpy"))


if __name__ == "__main__":
    main()
