{% macro _select_comparisons(models) %}
{#- One row per comparison in the trees of `models` (CTE as assay_training__models), symmetric or branching: use_case,
    position and border. -#}
select
    use_case,
    {{ assay.exploded_arrays({'position': 'features', 'border': 'borders'}, 'level') }}
from (
    {%- for form, features, borders in [
        ('oblivious_trees', 'tree_features', 'tree_borders'), ('branching_trees', 'node_features', 'node_borders')
    ] %}
    select
        use_case,
        {{ assay.exploded_arrays({'features': features, 'borders': borders}, 'tree') }}
    from {{ models }} as {{ form }}
    where form = '{{ form }}'
    {{ 'union all' if not loop.last }}
    {%- endfor %}
) as trees
{% endmacro %}
