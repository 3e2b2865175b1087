{% macro _earlier_build(model) %}
    {#- What an earlier build left of a model of the stage schema: a relation, or none. It is found by its name, because
        a ref to a model further down would close a circle. -#}
    {%- if not execute -%}{{ return(none) }}{%- endif -%}
    {{ return(adapter.get_relation(database=this.database, schema=this.schema, identifier=model)) }}
{% endmacro %}
