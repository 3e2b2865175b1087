{% macro select_agreements(rows, keys, left, right) %}
{#- One row per pair of groups that rows fall into in two partitions (`left` and `right`, columns of the relation
    `rows`), within `keys`: how far the whole partitions agree, as adjusted_rand (Hubert and Arabie 1985) and
    normalized_mutual_information (by the mean of the entropies, in nats), how much one row of the pair moves each
    (`*_influence`: n times the derivative in its weight), and n. NULL where the figure is not defined. Rows with a
    NULL on either side must be left out before. -#}
{%- set by = keys | join(', ') -%}
with

cells as (
    select
        {{ by }},
        {{ left }},
        {{ right }},
        cast(count(*) as double) as cell_rows
    from {{ rows }} as partitioned_rows
    group by {{ by }}, {{ left }}, {{ right }}
),

margins as (
    select
        *,
        sum(cell_rows) over (partition by {{ by }}, {{ left }}) as left_rows,
        sum(cell_rows) over (partition by {{ by }}, {{ right }}) as right_rows,
        sum(cell_rows) over (partition by {{ by }}) as n
    from cells
),

-- A group counts once, so its terms are shared out among its cells by their rows.
totals as (
    select
        {{ by }},
        max(n) as n,
        sum(cell_rows * (cell_rows - 1) / 2) as pairs_together,
        {{ assay.exact_sum('cell_rows * (left_rows - 1) / 2') }} as left_pairs,
        {{ assay.exact_sum('cell_rows * (right_rows - 1) / 2') }} as right_pairs,
        max(n * (n - 1) / 2) as all_pairs,
        {{ assay.exact_sum('cell_rows / n * ln(n * cell_rows / (left_rows * right_rows))') }} as information,
        {{ assay.exact_sum('-cell_rows / n * ln(left_rows / n)') }} as left_entropy,
        {{ assay.exact_sum('-cell_rows / n * ln(right_rows / n)') }} as right_entropy
    from margins
    group by {{ by }}
),

scaled as (
    select
        *,
        left_pairs * right_pairs / nullif(all_pairs, 0) as expected_pairs,
        nullif((left_pairs + right_pairs) / 2 - left_pairs * right_pairs / nullif(all_pairs, 0), 0) as pair_range,
        nullif(left_entropy + right_entropy, 0) as entropy
    from totals
),

moved as (
    select
        margins.*,
        scaled.pairs_together,
        scaled.expected_pairs,
        scaled.pair_range,
        scaled.information,
        scaled.entropy,
        margins.cell_rows - cast(0.5 as double) as pairs_moved,
        (
            (margins.left_rows - cast(0.5 as double)) * scaled.right_pairs
            + scaled.left_pairs * (margins.right_rows - cast(0.5 as double))
            - scaled.expected_pairs * (margins.n - cast(0.5 as double))
        ) / nullif(scaled.all_pairs, 0) as expected_moved,
        (margins.left_rows + margins.right_rows - 1) / 2 as greatest_moved,
        ln(margins.n * margins.cell_rows / (margins.left_rows * margins.right_rows)) - scaled.information
            as information_moved,
        -ln(margins.left_rows / margins.n) - ln(margins.right_rows / margins.n) - scaled.entropy as entropy_moved
    from margins
    inner join scaled using ({{ by }})
),

agreements as (
    select
        {{ by }},
        {{ left }},
        {{ right }},
        (pairs_together - expected_pairs) / pair_range as adjusted_rand,
        n * (
            (pairs_moved - expected_moved) * pair_range
            - (pairs_together - expected_pairs) * (greatest_moved - expected_moved)
        ) / (pair_range * pair_range) as adjusted_rand_influence,
        2 * information / entropy as normalized_mutual_information,
        2 * (information_moved * entropy - information * entropy_moved) / (entropy * entropy)
            as normalized_mutual_information_influence,
        cast(n as bigint) as n
    from moved
)

select * from agreements
{% endmacro %}
