{% macro _is_version_of(versions) -%}
    {#- Whether `model_version` is one of a list. -#}
    model_version in (
        {%- for version in versions %}{{ dbt.string_literal(version) }}{{ ', ' if not loop.last }}{% endfor -%}
    )
{%- endmacro %}
