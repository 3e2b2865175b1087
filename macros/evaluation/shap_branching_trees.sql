{% macro shap_branching_trees(rows, models, layout) %}
{#- One row per row of `rows` (example_number, features) and model of branching trees of `models` (as
    assay_training__models, with model_number): `contributions`, an array with the exact path-dependent SHAP value of
    every feature by position, in the unit of leaf values. Both arguments are queries in brackets, `layout` is
    assay.path_layout.

    A leaf weighs z for each feature of its path that is unknown, the share of the training rows, and o for each that
    is known, 1 where the row keeps to the path and else 0. What feature i adds through the leaf, averaged over all
    orders in which features become known, is leaf value * (o_i - z_i) * integral of the product of z_j + t * (o_j -
    z_j) over the other features j, t from 0 to 1: a polynomial, which a few places tell exactly. Terms are rounded to
    multiples of one power of two, so that any order gives one sum. -#}
{%- set type, operator = assay._node_comparison(layout.comparison) -%}
{%- set is_above, is_below = ('>=', '<') if operator == '<' else ('>', '<=') -%}
{%- set slots = range(1, layout.length + 1) -%}
{%- set places = assay._gauss_legendre((layout.length + 1) // 2) -%}
{%- set factors, asked, terms, values = [], [], [], [] -%}
{%- for slot in slots -%}
    {%- do factors.append('factor_' ~ slot) -%}
    {%- do asked.append('feature_' ~ slot) -%}
    {%- set ratios = [] -%}
    {%- for place in places -%}{%- do ratios.append('product_' ~ loop.index ~ ' / factor_' ~ slot ~ '_' ~ loop.index) -%}{%- endfor -%}
    {%- do terms.append(
        'round(leaf_value * (kept_' ~ slot ~ ' - share_' ~ slot ~ ') * (' ~ ratios | join(' + ') ~ ') / quantum) * quantum'
    ) -%}
{%- endfor -%}
{%- for position in range(1, (layout.features | max) + 1) -%}
    {%- do values.append('max(case when feature = ' ~ position ~ ' then contribution end)' if position in layout.features else '0') -%}
{%- endfor -%}
with

paths as (
    {{ assay.select_tree_paths(models) }}
),

-- A path of fewer features than the longest is filled up with some that every row keeps to. A share of no training row
-- stands a hair above 0, as it is divided by.
leaves as (
    select
        model_number,
        tree,
        leaf,
        max(leaf_value) as leaf_value
        {%- for slot in slots %}
        {%- set own = 'max(case when slot = ' ~ slot ~ ' then ' %},
        coalesce({{ own }}feature end), 1) as feature_{{ slot }},
        cast(coalesce({{ own }}low end), cast('-infinity' as double)) as {{ type }}) as low_{{ slot }},
        cast(coalesce({{ own }}high end), cast('infinity' as double)) as {{ type }}) as high_{{ slot }},
        coalesce({{ own }}cast(takes_missing as double) end), 1) as missing_{{ slot }},
        coalesce({{ own }}greatest(share, cast(1e-300 as double)) end), 1) as share_{{ slot }}
        {%- endfor %}
    from paths
    group by model_number, tree, leaf
),

trees as (
    select
        model_number,
        tree,
        max(abs(leaf_value)) as largest
    from leaves
    group by model_number, tree
),

quanta as (
    select
        model_number,
        power(cast(2 as double), ceil(log2(nullif(sum(largest), 0))) - 50) as quantum
    from trees
    group by model_number
),

met as (
    select
        asked_rows.example_number,
        leaves.model_number,
        leaves.leaf_value,
        coalesce(quanta.quantum, 1) as quantum
        {%- for slot in slots %}
        {%- set value = 'cast(' ~ assay.array_value('asked_rows.features', 'leaves.feature_' ~ slot) ~ ' as ' ~ type ~ ')' %},
        leaves.feature_{{ slot }},
        leaves.share_{{ slot }},
        case
            when {{ value }} is null then leaves.missing_{{ slot }}
            when {{ value }} {{ is_above }} leaves.low_{{ slot }} and {{ value }} {{ is_below }} leaves.high_{{ slot }} then cast(1 as double)
            else cast(0 as double)
        end as kept_{{ slot }}
        {%- endfor %}
    from {{ rows }} as asked_rows
    cross join leaves
    inner join quanta on leaves.model_number = quanta.model_number
),

factored as (
    select
        *
        {%- for slot in slots %}
        {%- for place, weight in places %},
        share_{{ slot }} + {{ assay._double_literal(place) }} * (kept_{{ slot }} - share_{{ slot }}) as factor_{{ slot }}_{{ loop.index }}
        {%- endfor %}
        {%- endfor %}
    from met
),

multiplied as (
    select
        *
        {%- for place, weight in places %},
        {{ assay._double_literal(weight) }} * {{ factors | join('_' ~ loop.index ~ ' * ') }}_{{ loop.index }} as product_{{ loop.index }}
        {%- endfor %}
    from factored
),

terms as (
    select
        example_number,
        model_number,
        {{ assay.exploded_arrays({
            'feature': assay.array_of(asked, 'integer'), 'contribution': assay.array_of(terms, 'double')
        }, 'slot') }}
    from multiplied
),

sums as (
    select
        example_number,
        model_number,
        feature,
        sum(contribution) as contribution
    from terms
    group by example_number, model_number, feature
)

select
    example_number,
    model_number,
    {{ assay.array_of(values, 'double') }} as contributions
from sums
group by example_number, model_number
{% endmacro %}
