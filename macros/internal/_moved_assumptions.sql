{% macro _moved_assumptions(use_case, name, bound) -%}
{#- The joins that put the values of a use case's assumptions beside its rows, as `assumptions`, with one of them at its
    bound (low or high) and the others at their expected value; `bounds` has the bound as assay_bound_value. -#}
cross join (
    {%- set moved %}(
        select
            use_case,
            name,
            case when lower(name) = {{ assay.text_literal(name) }} then 'fixed' else distribution end as distribution,
            low,
            case when lower(name) = {{ assay.text_literal(name) }} then {{ bound }} else mode end as mode,
            high
        from {{ ref('assay_inputs__assumptions') }}
    ){% endset %}
    {{ assay._assumption_values(use_case, moved) }}
) as assumptions
-- An assumption that cannot move gives no row, and costs no look at the entities.
inner join (
    select {{ bound }} as assay_bound_value
    from {{ ref('assay_inputs__assumptions') }}
    where
        use_case = {{ assay.text_literal(use_case) }}
        and lower(name) = {{ assay.text_literal(name) }}
        and distribution <> 'fixed'
        and low < high
) as bounds on true
{%- endmacro %}
